import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'

const SavedViewFragment = graphql(`
  fragment SavedViewParts on SavedView {
    id
    name
    query
    columns
    shared
    mine
    changeable
  }
`)

export type SavedView = ResultOf<typeof SavedViewFragment>

export const SavedViewsQuery = graphql(
  `
    query SavedViews($lists: [String!]!) {
      savedViews(first: 100, filter: { lists: $lists }) {
        nodes {
          ...SavedViewParts
        }
      }
    }
  `,
  [SavedViewFragment],
)

export const SaveViewMutation = graphql(
  `
    mutation SaveView($input: SaveViewInput!) {
      payload: saveView(input: $input) {
        savedView {
          ...SavedViewParts
        }
        userErrors {
          field
          code
          message
        }
      }
    }
  `,
  [SavedViewFragment],
)

export const UpdateViewMutation = graphql(
  `
    mutation UpdateView($input: UpdateViewInput!) {
      payload: updateView(input: $input) {
        savedView {
          ...SavedViewParts
        }
        userErrors {
          field
          code
          message
        }
      }
    }
  `,
  [SavedViewFragment],
)

export const DeleteViewMutation = graphql(`
  mutation DeleteView($input: DeleteViewInput!) {
    payload: deleteView(input: $input) {
      deletedViewId
      userErrors {
        field
        code
        message
      }
    }
  }
`)
