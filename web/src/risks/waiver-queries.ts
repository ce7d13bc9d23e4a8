import { graphql } from '../api/graphql.ts'

export const PreviewWaiverQuery = graphql(`
  query PreviewWaiver($input: WaiverTargetInput!) {
    previewWaiver(input: $input) {
      hides
    }
  }
`)

export const CreateWaiverMutation = graphql(`
  mutation CreateWaiver($input: CreateWaiverInput!) {
    payload: createWaiver(input: $input) {
      waiver {
        id
        hides
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

export const EndWaiverMutation = graphql(`
  mutation EndWaiver($input: EndWaiverInput!) {
    payload: endWaiver(input: $input) {
      waiver {
        id
        ended
        until
        hides
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)
