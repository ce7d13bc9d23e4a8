import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'

export const PreviewCheckQuery = graphql(`
  query PreviewCheck($input: PreviewCheckInput!) {
    previewCheck(input: $input) {
      judged
      matches
      notAssessable
      objects {
        object {
          kind
          namespace
          name
        }
        path
      }
      errors
      unread
    }
  }
`)

export type PreviewData = ResultOf<typeof PreviewCheckQuery>['previewCheck']

export const CreateCheckMutation = graphql(`
  mutation CreateCheck($input: CreateCheckInput!) {
    payload: createCheck(input: $input) {
      check {
        id
        rule
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

export const UpdateCheckMutation = graphql(`
  mutation UpdateCheck($input: UpdateCheckInput!) {
    payload: updateCheck(input: $input) {
      check {
        id
        rule
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

export const DeleteCheckMutation = graphql(`
  mutation DeleteCheck($input: DeleteCheckInput!) {
    payload: deleteCheck(input: $input) {
      deletedCheckId
      userErrors {
        field
        code
        message
      }
    }
  }
`)
