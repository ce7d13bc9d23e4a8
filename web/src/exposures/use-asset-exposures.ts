import type { ResultOf } from 'gql.tada'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'

const WaysFragment = graphql(`
  fragment Ways on ExposureConnection {
    totalCount
    nodes {
      id
      verdict
      containerPort
      protocol
      pathSentence
      intended
      firstSeen
    }
  }
`)

const AssetExposuresQuery = graphql(
  `
    query AssetExposures($id: ID!, $first: Int!, $orderBy: ExposureOrder) {
      node(id: $id) {
        __typename
        id
        ... on Container {
          cluster {
            id
            exposureSummary {
              analyzed
            }
          }
          workload {
            id
          }
          exposures(first: $first, orderBy: $orderBy) {
            ...Ways
          }
        }
        ... on Workload {
          cluster {
            id
            exposureSummary {
              analyzed
            }
          }
          exposures(first: $first, orderBy: $orderBy) {
            ...Ways
          }
        }
      }
    }
  `,
  [WaysFragment],
)

export type Ways = ResultOf<typeof WaysFragment>

const STRONGEST_FIRST = { field: 'VERDICT', direction: 'DESC' } as const

/** The ways in to a container or workload, the strongest first; read again when exposures of its cluster change. */
export function useAssetExposures(id: string, first: number) {
  const variables = { id, first, orderBy: STRONGEST_FIRST }
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: AssetExposuresQuery,
    variables,
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  const readAgain = useReadAgain(fetching || stale, again)
  const asset = data?.node && 'exposures' in data.node ? data.node : undefined
  useChanges(['Exposure', 'Analysis', 'Waiver'], (changes, resync) => {
    if (resync || changes.some(({ cluster }) => !cluster || cluster === asset?.cluster.id)) readAgain()
  })
  return {
    error,
    again,
    /** Undefined until they have come. */
    ways: asset?.exposures,
    /** When the cluster was last analyzed; null: never. */
    analyzed: asset?.cluster.exposureSummary.analyzed ?? null,
    /** The workload that they lead to; undefined where it is not known. */
    workload: asset?.__typename === 'Workload' ? asset.id : asset?.workload?.id,
  }
}
