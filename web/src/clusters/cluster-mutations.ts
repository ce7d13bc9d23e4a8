import { graphql } from '../api/graphql.ts'
import { TaskRowFragment } from '../tasks/task-list.ts'

export const RenameClusterMutation = graphql(`
  mutation RenameCluster($input: RenameClusterInput!) {
    payload: renameCluster(input: $input) {
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

export const SetClusterRegionMutation = graphql(`
  mutation SetClusterRegion($input: SetClusterRegionInput!) {
    payload: setClusterRegion(input: $input) {
      cluster {
        id
        region
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

export const RemoveClusterMutation = graphql(
  `
    mutation RemoveCluster($input: RemoveClusterInput!) {
      payload: removeCluster(input: $input) {
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

export const SynchronizeAssetsMutation = graphql(
  `
    mutation SynchronizeAssets($input: SynchronizeAssetsInput!) {
      payload: synchronizeAssets(input: $input) {
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

export const AnalyzeExposureMutation = graphql(
  `
    mutation AnalyzeExposure($input: AnalyzeExposureInput!) {
      payload: analyzeExposure(input: $input) {
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

export const CheckConfigurationMutation = graphql(
  `
    mutation CheckConfiguration($input: CheckConfigurationInput!) {
      payload: checkConfiguration(input: $input) {
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

export const PlayNextDayMutation = graphql(
  `
    mutation PlayNextDay($input: PlayNextDayInput!) {
      payload: playNextDay(input: $input) {
        cluster {
          id
          sampleDay
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

export const LoadSampleClusterMutation = graphql(
  `
    mutation LoadSampleCluster($input: LoadSampleClusterInput!) {
      payload: loadSampleCluster(input: $input) {
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
