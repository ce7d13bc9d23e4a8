import { graphql } from '../api/graphql.ts'
import { TaskRowFragment } from './task-list.ts'

export const CancelTaskMutation = graphql(
  `
    mutation CancelTask($input: CancelTaskInput!) {
      payload: cancelTask(input: $input) {
        task {
          ...TaskRow
        }
        userErrors {
          field
          code
          message
        }
      }
    }
  `,
  [TaskRowFragment],
)

export const RetryTaskMutation = graphql(
  `
    mutation RetryTask($input: RetryTaskInput!) {
      payload: retryTask(input: $input) {
        task {
          ...TaskRow
        }
        userErrors {
          field
          code
          message
        }
      }
    }
  `,
  [TaskRowFragment],
)
