'use client'

import { Group, Text } from '@mantine/core'
import { graphql } from '../../api/graphql.ts'
import { formatNumber, text } from '../../messages/text.ts'
import { DetailsLink } from '../../parts/details-link.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { ToneTag } from '../../parts/tag.tsx'
import { RiskSummaryFragment } from '../fragments.ts'
import { workloadTones } from '../states.ts'
import { AssetDetails, More, Waiting } from './parts.tsx'
import { Section } from './section.tsx'
import { useDetails } from './use-details.ts'

const NamespaceDetailsQuery = graphql(
  `
    query NamespaceDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Namespace {
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
          phase
          assetCounts {
            kind
            total
          }
          workloads(first: 20, orderBy: { field: NAME, direction: ASC }) {
            totalCount
            nodes {
              id
              name
              kind
              state
            }
          }
        }
      }
    }
  `,
  [RiskSummaryFragment],
)

export function NamespaceDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(NamespaceDetailsQuery, 'Namespace', id)
  if (data?.node?.__typename !== 'Namespace') return <Waiting error={error} reload={reload} />
  const namespace = data.node
  return (
    <AssetDetails
      kind={text('asset.namespace')}
      asset={namespace}
      facts={[
        [text('namespace.phase'), namespace.phase],
        ...namespace.assetCounts
          .filter((count) => count.kind !== 'NAMESPACE' && count.kind !== 'CLUSTER' && count.kind !== 'NODE')
          .map((count) => [text(`assetKinds.${count.kind}`), formatNumber(count.total)] as const),
      ]}
    >
      <Section title={text('details.count', { label: text('asset.workloads'), count: namespace.workloads.totalCount })}>
        {namespace.workloads.nodes.map((workload) => (
          <Group key={workload.id} gap="xs">
            <DetailsLink id={workload.id}>{workload.name}</DetailsLink>
            <Text size="xs" c="dimmed">
              {workload.kind}
            </Text>
            <ToneTag tone={workloadTones[workload.state]}>{text(`workloadState.${workload.state}`)}</ToneTag>
          </Group>
        ))}
        <More shown={namespace.workloads.nodes.length} total={namespace.workloads.totalCount} />
        <ScopedLink
          path="/workloads"
          parameters={{ cluster: namespace.cluster.id, namespace: namespace.name }}
          size="sm"
        >
          {text('details.openNamespace')}
        </ScopedLink>
      </Section>
    </AssetDetails>
  )
}
