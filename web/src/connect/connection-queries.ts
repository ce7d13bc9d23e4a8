import { graphql } from '../api/graphql.ts'
import { TaskRowFragment } from '../tasks/task-list.ts'

export const SourcesQuery = graphql(`
  query ConnectionSources {
    snapshotFolder
    kubeconfigContexts {
      name
      server
      user
      usable
      reason
      connectedAs {
        id
        name
      }
    }
  }
`)

export const TestClusterConnectionMutation = graphql(`
  mutation TestClusterConnection($input: TestClusterConnectionInput!) {
    payload: testClusterConnection(input: $input) {
      test {
        ok
        uid
        version
        server
        alreadyConnected {
          id
          name
          region
        }
        steps {
          step
          ok
          code
          message
          advice
        }
        kinds {
          kind
          listable
          reason
          message
          advice
        }
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

export const ConnectClusterMutation = graphql(
  `
    mutation ConnectCluster($input: ConnectClusterInput!) {
      payload: connectCluster(input: $input) {
        cluster {
          id
          name
        }
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

export const ReplaceClusterCredentialMutation = graphql(`
  mutation ReplaceClusterCredential($input: ReplaceClusterCredentialInput!) {
    payload: replaceClusterCredential(input: $input) {
      cluster {
        id
        name
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)
