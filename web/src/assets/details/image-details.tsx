'use client'

import { Code, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from 'urql'
import { graphql } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { DetailsLink } from '../../parts/details-link.tsx'
import { useScope, useViewedCluster } from '../../shell/scope.ts'
import { ContainerStateTag } from '../tables.tsx'
import classes from './details.module.css'
import { Facts, More, Waiting } from './parts.tsx'
import { Section } from './section.tsx'

const ImageContainersQuery = graphql(`
  query ImageContainers($filter: ContainerFilter) {
    containers(first: 50, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      totalCount
      nodes {
        id
        name
        namespace
        podName
        state
        stateReason
        imageReference
        imageDigest
        imageRegistry
        imageRepository
        imageTag
        cluster {
          id
          name
        }
      }
    }
  }
`)

/** An image in use: what names it, and the containers that run it. */
export function ImageDetails({ image }: { readonly image: string }) {
  const scope = useScope()
  const viewed = useViewedCluster()
  const within = { ...scope.input, ...(viewed !== null && { clusters: [viewed] }) }
  const isDigest = /^[a-z0-9]+:[0-9a-f]{32,}$/.test(image)
  const [{ data, error }, reload] = useQuery({
    query: ImageContainersQuery,
    variables: { filter: { scope: within, ...(isDigest ? { imageDigests: [image] } : { image }) } },
    requestPolicy: 'cache-and-network',
  })
  if (!data) return <Waiting error={error} reload={() => reload({ requestPolicy: 'network-only' })} />
  const { nodes, totalCount } = data.containers
  const [first] = nodes
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text size="xs" c="dimmed">
          {text('asset.image')}
        </Text>
        <Title order={2} className={classes.name}>
          {first?.imageReference ?? image}
        </Title>
      </Stack>
      <Facts
        facts={[
          [text('container.registry'), first?.imageRegistry],
          [text('container.repository'), first?.imageRepository],
          [text('container.tag'), first?.imageTag],
          [
            text('container.digest'),
            isDigest ? (
              <Code key="digest" fz="xs">
                {image}
              </Code>
            ) : (
              text('image.digestUnknown')
            ),
          ],
        ]}
      />
      <Section title={text('details.count', { label: text('asset.containers'), count: totalCount })}>
        {nodes.map((container) => (
          <Group key={container.id} gap="xs">
            <DetailsLink id={container.id}>{container.name}</DetailsLink>
            <ContainerStateTag state={container.state} reason={container.stateReason} />
            <Text size="xs" c="dimmed">
              {[container.cluster.name, container.namespace, container.podName].filter(Boolean).join(' / ')}
            </Text>
          </Group>
        ))}
        <More shown={nodes.length} total={totalCount} />
      </Section>
    </Stack>
  )
}
