import { usePathname } from 'next/navigation'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { hrefWith, regionsOf } from './scope-url.ts'

export interface Scope {
  readonly cluster: string | null
  readonly namespace: string | null
  /** A region's name, or `group:` and a region group's id. */
  readonly region: string | null
  /** Whether the sample cluster is left out. */
  readonly withoutSample: boolean
  /** The scope as the API takes it. */
  readonly input: { clusters?: string[]; namespaces?: string[]; regions?: string[]; sample?: boolean }
  setCluster(id: string | null): void
  setNamespace(name: string | null): void
  setRegion(region: string | null): void
  /** The sample cluster is no longer left out. */
  showSample(): void
}

export const RegionsQuery = graphql(`
  query Regions {
    regions
    regionGroups {
      id
      name
      regions
    }
  }
`)

/** The name of the cluster that is chosen, which may stand on no list that is at hand. */
export const ChosenClusterQuery = graphql(`
  query ChosenCluster($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Cluster {
        name
      }
    }
  }
`)

const parsers = {
  cluster: parseAsString,
  namespace: parseAsString,
  region: parseAsString,
  withoutSample: parseAsBoolean,
  after: parseAsString,
  before: parseAsString,
}

/** What the whole page is limited to; stands in the URL and goes along from page to page. */
export function useScope(): Scope {
  const [state, setState] = useQueryStates(parsers, { history: 'push' })
  const { cluster, namespace, region } = state
  const withoutSample = state.withoutSample === true
  const [{ data }] = useQuery({ query: RegionsQuery, pause: region === null })
  const regions = region === null ? undefined : regionsOf(region, data?.regionGroups ?? [])
  const regionKey = regions && JSON.stringify(regions)

  const input = useMemo(
    () => ({
      ...(cluster !== null && { clusters: [cluster] }),
      ...(namespace !== null && { namespaces: [namespace] }),
      ...(regionKey !== undefined && { regions: JSON.parse(regionKey) as string[] }),
      ...(withoutSample && { sample: false }),
    }),
    [cluster, namespace, regionKey, withoutSample],
  )
  return {
    cluster,
    namespace,
    region,
    withoutSample,
    input,
    setCluster: (id) => void setState({ cluster: id, namespace: null, ...FIRST_PAGE }),
    setNamespace: (name) => void setState({ namespace: name, ...FIRST_PAGE }),
    setRegion: (next) => void setState({ region: next, cluster: null, namespace: null, ...FIRST_PAGE }),
    showSample: () => void setState({ withoutSample: null, ...FIRST_PAGE }),
  }
}

/** A cursor belongs to the scope that it was made in. */
const FIRST_PAGE = { after: null, before: null }

/** Links that keep the scope. */
export function useScopedHref(): (path: string, parameters?: Readonly<Record<string, string>>) => string {
  const { cluster, namespace, region, withoutSample } = useScope()
  return useCallback(
    (path, parameters = {}) =>
      hrefWith(path, { cluster, namespace, region, withoutSample: withoutSample ? 'true' : null, ...parameters }),
    [cluster, namespace, region, withoutSample],
  )
}

/** The cluster that the page is about, when it is about one. */
export function useViewedCluster(): string | null {
  const path = usePathname()
  const [{ id }] = useQueryStates({ id: parseAsString })
  return path === '/clusters/view' ? id : null
}

export type AssetKind = Scalar<'AssetKind'>
