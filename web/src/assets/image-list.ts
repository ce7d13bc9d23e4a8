import { graphql } from '../api/graphql.ts'
import { defineList } from '../list/list-spec.ts'
import { DIGEST } from './digest.ts'
import { PageFragment } from './fragments.ts'

const ImageInUseListQuery = graphql(
  `
    query ImageInUseList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ImageInUseFilter
      $orderBy: ImageInUseOrder
    ) {
      list: imagesInUse(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          image
          reference
          digest
          containers
          namespaces
          clusters
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [PageFragment],
)

/** Images that containers run, by digest. They are no nodes: one stands for its uses within the scope. */
export const imageInUseList = defineList({
  type: undefined,
  page: ImageInUseListQuery,
  total: graphql(`
    query ImageInUseTotal($filter: ImageInUseFilter) {
      list: imagesInUse(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.image,
  filters: {
    text: { kind: 'text' },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    digests: { kind: 'values', label: 'container.digest', pattern: DIGEST },
    containers: { kind: 'numbers', label: 'asset.containers' },
    namespaces: { kind: 'numbers', label: 'asset.namespaces' },
    clusters: { kind: 'numbers', label: 'asset.clusters' },
  },
  orderFields: ['IMAGE', 'DIGEST', 'CONTAINERS', 'NAMESPACES', 'CLUSTERS'],
  defaultOrder: { field: 'IMAGE', direction: 'ASC' },
})
