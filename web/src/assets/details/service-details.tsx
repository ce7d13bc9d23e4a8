'use client'

import { Table } from '@mantine/core'
import { graphql } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { RiskSummaryFragment } from '../fragments.ts'
import { AssetDetails, Labels, Waiting } from './parts.tsx'
import { Section } from './section.tsx'
import { useDetails } from './use-details.ts'

const ServiceDetailsQuery = graphql(
  `
    query ServiceDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Service {
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
          type
          clusterIp
          externalAddresses
          selector {
            key
            value
          }
          ports {
            name
            port
            protocol
            targetPort
            nodePort
          }
        }
      }
    }
  `,
  [RiskSummaryFragment],
)

export function ServiceDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(ServiceDetailsQuery, 'Service', id)
  if (data?.node?.__typename !== 'Service') return <Waiting error={error} reload={reload} />
  const service = data.node
  return (
    <AssetDetails
      kind={text('details.service')}
      asset={service}
      facts={[
        [text('asset.namespace'), service.namespace],
        [text('service.type'), service.type],
        [text('service.clusterIp'), service.clusterIp],
        [text('service.externalAddresses'), service.externalAddresses.join(', ')],
      ]}
    >
      <Section title={text('asset.ports')}>
        <Table fz="sm" aria-label={text('asset.ports')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('asset.name')}</Table.Th>
              <Table.Th>{text('service.port')}</Table.Th>
              <Table.Th>{text('service.targetPort')}</Table.Th>
              <Table.Th>{text('service.nodePort')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {service.ports.map((port) => (
              <Table.Tr key={`${port.port}/${port.protocol}`}>
                <Table.Td>{port.name || text('asset.nothing')}</Table.Td>
                <Table.Td>{`${port.port}/${port.protocol}`}</Table.Td>
                <Table.Td>{port.targetPort}</Table.Td>
                <Table.Td>{port.nodePort ?? text('asset.nothing')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      <Labels title={text('service.selector')} labels={service.selector} />
    </AssetDetails>
  )
}
