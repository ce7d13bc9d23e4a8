'use client'

import { graphql } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { ToneTag } from '../../parts/tag.tsx'
import { RiskSummaryFragment } from '../fragments.ts'
import { nodeTones } from '../states.ts'
import { PodLinksFragment } from './fragments.ts'
import { AssetDetails, PodLinks, Waiting } from './parts.tsx'
import { useDetails } from './use-details.ts'

const ClusterNodeDetailsQuery = graphql(
  `
    query ClusterNodeDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on ClusterNode {
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
          readiness
          unschedulable
          roles
          kubeletVersion
          osImage
          architecture
          containerRuntime
          internalIp
          externalIp
          zone
          pods(first: 20, orderBy: { field: NAME, direction: ASC }) {
            ...PodLinks
          }
        }
      }
    }
  `,
  [RiskSummaryFragment, PodLinksFragment],
)

export function NodeDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(ClusterNodeDetailsQuery, 'ClusterNode', id)
  if (data?.node?.__typename !== 'ClusterNode') return <Waiting error={error} reload={reload} />
  const node = data.node
  return (
    <AssetDetails
      kind={text('asset.node')}
      asset={node}
      state={<ToneTag tone={nodeTones[node.readiness]}>{text(`nodeReadiness.${node.readiness}`)}</ToneTag>}
      facts={[
        [text('node.schedulable'), text(node.unschedulable ? 'filter.no' : 'filter.yes')],
        [text('node.roles'), node.roles.join(', ')],
        [text('node.kubelet'), node.kubeletVersion],
        [text('node.os'), node.osImage],
        [text('node.architecture'), node.architecture],
        [text('node.runtime'), node.containerRuntime],
        [text('node.internalIp'), node.internalIp],
        [text('node.externalIp'), node.externalIp],
        [text('node.zone'), node.zone],
      ]}
    >
      <PodLinks pods={node.pods} />
    </AssetDetails>
  )
}
