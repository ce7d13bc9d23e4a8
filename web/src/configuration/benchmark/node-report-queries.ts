import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'
import { PageFragment } from '../../assets/fragments.ts'

export const NodeReportsQuery = graphql(
  `
    query NodeReports($first: Int, $after: String, $last: Int, $before: String, $filter: NodeReportFilter) {
      list: nodeReports(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        nodes {
          id
          node
          clusterNode {
            id
          }
          source
          versions
          read
          readBy
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

export type NodeReportData = ResultOf<typeof NodeReportsQuery>['list']['nodes'][number]

export const NodeJobQuery = graphql(`
  query NodeJobManifest($image: String) {
    nodeJob(image: $image) {
      manifest
      apply
      collect
      remove
    }
  }
`)

export const ImportNodeReportMutation = graphql(`
  mutation ImportNodeReport($input: ImportNodeReportInput!) {
    payload: importNodeReport(input: $input) {
      imported {
        total
        replacedTotal
        unknownNodes
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

export const DeleteNodeReportMutation = graphql(`
  mutation DeleteNodeReport($input: DeleteNodeReportInput!) {
    payload: deleteNodeReport(input: $input) {
      deletedNodeReportId
      userErrors {
        field
        code
        message
      }
    }
  }
`)
