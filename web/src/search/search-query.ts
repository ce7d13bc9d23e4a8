import type { ResultOf } from 'gql.tada'
import { graphql, type Scalar } from '../api/graphql.ts'
import { imageDetailsId } from '../assets/image-details-id.ts'
import { type PlainMessageKey, text } from '../messages/text.ts'
import { isOther, TASK_PREFIX } from '../tasks/task-panel-url.ts'

export const SearchQuery = graphql(`
  query Search($text: String!) {
    search(text: $text, first: 5) {
      type
      more
      results {
        nodeId
        name
        namespace
        note
        cluster {
          id
          name
        }
      }
    }
  }
`)

export type SearchGroup = ResultOf<typeof SearchQuery>['search'][number]
export type SearchType = SearchGroup['type']
export type SearchResult = SearchGroup['results'][number]

/** The page on which a result is shown, by path and parameters; assets open in the drawer of their list. */
export function targetOf(
  type: SearchType,
  result: SearchResult,
): readonly [path: string, Readonly<Record<string, string>>] {
  switch (type) {
    case 'CLUSTER':
      return ['/clusters/view', { id: result.nodeId }]
    case 'TASK': {
      const kind = result.note as Scalar<'TaskKind'>
      return ['/', { tasks: isOther(kind) ? 'OTHER' : kind, [`${TASK_PREFIX}open`]: result.nodeId }]
    }
    case 'IMAGE':
      return ['/workloads', { view: 'images', open: imageDetailsId(result.note) }]
    default:
      return ['/workloads', { view: VIEWS[type], open: result.nodeId }]
  }
}

const VIEWS = {
  NAMESPACE: 'namespaces',
  WORKLOAD: 'workloads',
  SERVICE: 'services',
  POD: 'pods',
  CONTAINER: 'containers',
  CLUSTER_NODE: 'nodes',
} as const

/** Pages by the words that lead to them. */
const PAGES: readonly {
  readonly title: PlainMessageKey
  readonly path: string
  readonly parameters?: Record<string, string>
}[] = [
  { title: 'overview.title', path: '/' },
  { title: 'clusters.title', path: '/clusters' },
  { title: 'clusters.connect', path: '/clusters/connect' },
  { title: 'workloads.title', path: '/workloads' },
  { title: 'asset.pods', path: '/workloads', parameters: { view: 'pods' } },
  { title: 'asset.containers', path: '/workloads', parameters: { view: 'containers' } },
  { title: 'asset.services', path: '/workloads', parameters: { view: 'services' } },
  { title: 'asset.nodes', path: '/workloads', parameters: { view: 'nodes' } },
  { title: 'asset.namespaces', path: '/workloads', parameters: { view: 'namespaces' } },
  { title: 'asset.images', path: '/workloads', parameters: { view: 'images' } },
  { title: 'changes.title', path: '/changes' },
  { title: 'exposure.exposures', path: '/exposures' },
  { title: 'exposure.entryPoints', path: '/exposures', parameters: { view: 'entryPoints' } },
  { title: 'risk.risks', path: '/risks' },
  { title: 'settings.title', path: '/settings' },
  { title: 'settings.part.schedules', path: '/settings', parameters: { part: 'schedules' } },
  { title: 'settings.part.regionGroups', path: '/settings', parameters: { part: 'regionGroups' } },
  { title: 'settings.part.waivers', path: '/settings', parameters: { part: 'waivers' } },
  { title: 'settings.part.status', path: '/settings', parameters: { part: 'status' } },
]

/** Pages whose title holds the text; all of them while there is none. */
export function pagesFor(searched: string) {
  const wanted = searched.trim().toLowerCase()
  return PAGES.filter(({ title }) => text(title).toLowerCase().includes(wanted))
}
