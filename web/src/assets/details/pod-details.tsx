'use client'

import { graphql } from '../../api/graphql.ts'
import { formatNumber, text } from '../../messages/text.ts'
import { DetailsLink } from '../../parts/details-link.tsx'
import { ToneTag } from '../../parts/tag.tsx'
import { RiskSummaryFragment } from '../fragments.ts'
import { podTone } from '../states.ts'
import { ContainerLinksFragment } from './fragments.ts'
import { AssetDetails, ContainerLinks, Waiting } from './parts.tsx'
import { useDetails } from './use-details.ts'

const PodDetailsQuery = graphql(
  `
    query PodDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Pod {
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
          workload {
            id
            name
            kind
          }
          workloadKind
          workloadName
          node
          phase
          status
          ready
          restarts
          ip
          hostIp
          hostNetwork
          serviceAccount
          containers(first: 20, orderBy: { field: NAME, direction: ASC }) {
            ...ContainerLinks
          }
        }
      }
    }
  `,
  [RiskSummaryFragment, ContainerLinksFragment],
)

export function PodDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(PodDetailsQuery, 'Pod', id)
  if (data?.node?.__typename !== 'Pod') return <Waiting error={error} reload={reload} />
  const pod = data.node
  return (
    <AssetDetails
      kind={text('asset.pod')}
      asset={pod}
      state={<ToneTag tone={podTone(pod)}>{pod.status}</ToneTag>}
      facts={[
        [text('asset.namespace'), pod.namespace],
        [
          text('asset.workload'),
          pod.workload ? (
            <DetailsLink key="workload" id={pod.workload.id}>{`${pod.workload.kind} ${pod.workload.name}`}</DetailsLink>
          ) : (
            pod.workloadName
          ),
        ],
        [text('asset.node'), pod.node],
        [text('pod.ip'), pod.ip],
        [text('pod.hostIp'), pod.hostIp],
        [text('pod.hostNetwork'), text(pod.hostNetwork ? 'filter.yes' : 'filter.no')],
        [text('asset.restarts'), formatNumber(pod.restarts)],
        [text('asset.serviceAccount'), pod.serviceAccount],
      ]}
    >
      <ContainerLinks containers={pod.containers} />
    </AssetDetails>
  )
}
