'use client'

import { Code } from '@mantine/core'
import { graphql } from '../../api/graphql.ts'
import { ExposuresSection } from '../../exposures/exposures-section.tsx'
import { formatNumber, text } from '../../messages/text.ts'
import { DetailsLink } from '../../parts/details-link.tsx'
import { RiskSummaryFragment } from '../fragments.ts'
import { imageDetailsId } from '../image-details-id.ts'
import { ContainerStateTag } from '../tables.tsx'
import { AssetDetails, Ports, Waiting } from './parts.tsx'
import { useDetails } from './use-details.ts'

const ContainerDetailsQuery = graphql(
  `
    query ContainerDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Container {
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
          pod {
            id
            name
          }
          podName
          workload {
            id
            name
            kind
          }
          workloadName
          node
          kind
          state
          stateReason
          ready
          restarts
          imageReference
          imageDigest
          imageRegistry
          imageRepository
          imageTag
          ports {
            name
            port
            protocol
            hostPort
          }
        }
      }
    }
  `,
  [RiskSummaryFragment],
)

export function ContainerDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(ContainerDetailsQuery, 'Container', id)
  if (data?.node?.__typename !== 'Container') return <Waiting error={error} reload={reload} />
  const container = data.node
  return (
    <AssetDetails
      kind={text('details.containerOf', { kind: text(`containerKind.${container.kind}`) })}
      asset={container}
      state={<ContainerStateTag state={container.state} reason={container.stateReason} />}
      facts={[
        [text('asset.namespace'), container.namespace],
        [
          text('asset.pod'),
          container.pod ? (
            <DetailsLink key="pod" id={container.pod.id}>
              {container.pod.name}
            </DetailsLink>
          ) : (
            container.podName
          ),
        ],
        [
          text('asset.workload'),
          container.workload ? (
            <DetailsLink
              key="workload"
              id={container.workload.id}
            >{`${container.workload.kind} ${container.workload.name}`}</DetailsLink>
          ) : (
            container.workloadName
          ),
        ],
        [text('asset.node'), container.node],
        [text('asset.restarts'), formatNumber(container.restarts)],
        [
          text('asset.image'),
          <DetailsLink key="image" id={imageDetailsId(container.imageDigest ?? container.imageReference)}>
            {container.imageReference}
          </DetailsLink>,
        ],
        [
          text('container.digest'),
          container.imageDigest === null ? (
            text('image.digestUnknown')
          ) : (
            <Code key="digest" fz="xs">
              {container.imageDigest}
            </Code>
          ),
        ],
        [text('container.registry'), container.imageRegistry],
        [text('container.repository'), container.imageRepository],
        [text('container.tag'), container.imageTag],
      ]}
    >
      <Ports ports={container.ports} />
      <ExposuresSection id={id} />
    </AssetDetails>
  )
}
