import { graphql } from '../../api/graphql.ts'

/** Containers of something, as links: the first twenty, and how many there are. */
export const ContainerLinksFragment = graphql(`
  fragment ContainerLinks on ContainerConnection {
    totalCount
    nodes {
      id
      name
      kind
      state
      stateReason
      imageReference
    }
  }
`)

export const PodLinksFragment = graphql(`
  fragment PodLinks on PodConnection {
    totalCount
    nodes {
      id
      name
      status
      ready
    }
  }
`)
