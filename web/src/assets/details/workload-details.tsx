'use client'

import { Stack, Text } from '@mantine/core'
import { graphql } from '../../api/graphql.ts'
import { ExposuresSection } from '../../exposures/exposures-section.tsx'
import { ReachabilityButton } from '../../exposures/reachability/reachability-button.tsx'
import { text } from '../../messages/text.ts'
import { ToneTag } from '../../parts/tag.tsx'
import { RiskSummaryFragment } from '../fragments.ts'
import { workloadTones } from '../states.ts'
import { ContainerLinksFragment, PodLinksFragment } from './fragments.ts'
import { AssetDetails, ContainerLinks, PodLinks, Waiting } from './parts.tsx'
import { Section } from './section.tsx'
import { useDetails } from './use-details.ts'

const WorkloadDetailsQuery = graphql(
  `
    query WorkloadDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Workload {
          name
          present
          created
          firstSeen
          lastSeen
          cluster {
            id
            name
          }
          labels {
            key
            value
          }
          riskSummary {
            ...RiskSummaryParts
          }
          namespace
          kind
          apiVersion
          application
          desired
          ready
          serviceAccount
          images
          state
          pods(first: 20, orderBy: { field: NAME, direction: ASC }) {
            ...PodLinks
          }
          containers(first: 20, orderBy: { field: NAME, direction: ASC }) {
            ...ContainerLinks
          }
        }
      }
    }
  `,
  [RiskSummaryFragment, ContainerLinksFragment, PodLinksFragment],
)

export function WorkloadDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(WorkloadDetailsQuery, 'Workload', id)
  if (data?.node?.__typename !== 'Workload') return <Waiting error={error} reload={reload} />
  const workload = data.node
  return (
    <AssetDetails
      kind={workload.kind}
      asset={workload}
      state={<ToneTag tone={workloadTones[workload.state]}>{text(`workloadState.${workload.state}`)}</ToneTag>}
      facts={[
        [text('asset.namespace'), workload.namespace],
        [text('workload.apiVersion'), workload.apiVersion],
        [text('workload.application'), workload.application],
        [text('asset.ready'), text('workload.readyOf', { ready: workload.ready, desired: workload.desired })],
        [text('asset.serviceAccount'), workload.serviceAccount],
      ]}
    >
      <ExposuresSection id={id} />
      {workload.present && <ReachabilityButton workload={workload} />}
      <PodLinks pods={workload.pods} />
      <ContainerLinks containers={workload.containers} />
      <Section title={text('asset.images')}>
        <Stack gap={2}>
          {workload.images.map((image) => (
            <Text key={image} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {image}
            </Text>
          ))}
        </Stack>
      </Section>
    </AssetDetails>
  )
}
