import { graphql } from '../api/graphql.ts'

export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      kind
      role
      expires
    }
  }
`)
