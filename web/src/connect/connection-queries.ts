import { graphql } from '../api/graphql.ts'
import { TaskRowFragment } from '../tasks/task-list.ts'

export const SourcesQuery = graphql(`
  query ConnectionSources {
    inCluster
    smallestClusterRole {
      yaml
      commands
    }
    snapshotFolder
    mostSnapshotBytes
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
      exec {
        command
        path
        args
        env {
          name
          value
        }
        apiVersion
        givesClusterInfo
        runsAs
        hash
        allowable
        permitted
        permittedAt
        permittedBy
        changedSincePermitted
      }
    }
  }
`)

export const AllowExecCommandMutation = graphql(`
  mutation AllowExecCommand($input: AllowExecCommandInput!) {
    payload: allowExecCommand(input: $input) {
      context {
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

export const WithdrawExecCommandMutation = graphql(`
  mutation WithdrawExecCommand($input: WithdrawExecCommandInput!) {
    payload: withdrawExecCommand(input: $input) {
      withdrawn
      userErrors {
        field
        code
        message
      }
    }
  }
`)

/** The cluster whose source is to be replaced. */
export const ReplacedClusterQuery = graphql(`
  query ReplacedCluster($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Cluster {
        uid
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
        caller
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
          watchable
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
