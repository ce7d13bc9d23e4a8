import { graphql } from '../api/graphql.ts'

/** Clusters to ask something of, by name. */
export const AskedClustersQuery = graphql(`
  query AskedClusters {
    clusters(first: 100, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        name
      }
    }
  }
`)
