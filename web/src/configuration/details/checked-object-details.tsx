'use client'

import { Group, Stack, Text, Title } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'
import { Facts, More, Waiting } from '../../assets/details/parts.tsx'
import { Section } from '../../assets/details/section.tsx'
import { useDetails } from '../../assets/details/use-details.ts'
import { useChanges } from '../../live/live-provider.tsx'
import { formatNumber, text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { DetailsLink } from '../../parts/details-link.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { SeverityTag } from '../../parts/tag.tsx'
import { OutcomeTag } from '../outcome-tag.tsx'

const CheckedObjectDetailsQuery = graphql(`
  query CheckedObjectDetails($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on CheckedObject {
        kind
        name
        namespace
        passed
        cluster {
          id
          name
        }
        object {
          kind
          asset {
            __typename
            id
          }
        }
        firstSeen
        results(first: 100, orderBy: { field: SEVERITY, direction: DESC }) {
          nodes {
            id
            rule
            title
            result
            severity
            path
          }
          totalCount
        }
      }
    }
  }
`)

type ObjectData = Extract<
  NonNullable<ResultOf<typeof CheckedObjectDetailsQuery>['node']>,
  { __typename: 'CheckedObject' }
>

/** An object that was judged: what rules say of it, the worst first. */
export function CheckedObjectDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(CheckedObjectDetailsQuery, 'CheckedObject', id)
  const object = data?.node?.__typename === 'CheckedObject' ? data.node : undefined
  useChanges(['CheckResult', 'Risk'], (changes, resync) => {
    if (resync || changes.some(({ cluster }) => !cluster || cluster === object?.cluster.id)) reload()
  })
  if (!object) return <Waiting error={error} reload={reload} />
  const asset = object.object.asset
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <Text size="xs" c="dimmed">
          {object.kind}
        </Text>
        <Title order={2} style={{ overflowWrap: 'anywhere' }}>
          {object.name}
        </Title>
        {asset && (
          <Text size="sm" component="div">
            <DetailsLink id={asset.id}>{text('check.openAsset')}</DetailsLink>
          </Text>
        )}
      </Stack>
      <Facts
        facts={[
          [
            text('asset.cluster'),
            <ScopedLink key="cluster" path="/clusters/view" parameters={{ id: object.cluster.id, open: '' }}>
              {object.cluster.name}
            </ScopedLink>,
          ],
          [text('asset.namespace'), object.namespace],
          [text('check.rulesPassed'), formatNumber(object.passed.length)],
          [text('check.firstChecked'), <Ago key="first" at={object.firstSeen} />],
        ]}
      />
      <Results results={object.results} />
    </Stack>
  )
}

function Results({ results: { nodes, totalCount } }: { readonly results: ObjectData['results'] }) {
  return (
    <Section title={text('details.count', { label: text('check.results'), count: totalCount })}>
      {nodes.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('check.allPassed')}
        </Text>
      )}
      {nodes.map((result) => (
        <Stack key={result.id} gap={2}>
          <Group gap="xs">
            <SeverityTag severity={result.severity} />
            {result.result !== 'FAIL' && <OutcomeTag outcome={result.result} />}
            <DetailsLink id={result.id}>{result.title}</DetailsLink>
          </Group>
          {result.path !== '' && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {result.path}
            </Text>
          )}
        </Stack>
      ))}
      <More shown={nodes.length} total={totalCount} />
    </Section>
  )
}
