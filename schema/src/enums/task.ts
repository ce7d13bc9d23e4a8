import { describedEnum } from './described-enum.ts'

export const TaskKind = describedEnum(
  'TaskKind',
  'What a task does. Each is a tab of Task Management, or under Other.',
  {
    CONTAINER_ASSET_SYNC: 'Reads the assets of clusters.',
    IMAGE_ASSET_SYNC: 'Reads the images of registries.',
    CONTAINER_EXPOSURE: 'Finds out which container ports can be reached, and from where.',
    IMAGE_SCAN: 'Scans images of registries.',
    IMAGE_FIX: 'Builds images in which vulnerabilities are fixed.',
    CONTAINER_RUNTIME_IMAGE_SCAN: 'Scans images that containers run.',
    CONFIG_CHECK: 'Checks the configuration of clusters and of what runs in them.',
    ADVISORY_UPDATE: 'Fetches advisories.',
    CLUSTER_REMOVAL: 'Removes a cluster and all that is known of it.',
    RETENTION: 'Removes tasks and changes that are older than they are kept.',
    BACKUP: 'Copies the embedded database.',
  },
)

export const TaskState = describedEnum('TaskState', 'How far a task or an item of it is.', {
  QUEUED: 'It waits for a worker.',
  RUNNING: 'A worker is at it.',
  SUCCEEDED: 'All of it was done.',
  PARTIAL: 'Some of it could not be done; the cause says what.',
  FAILED: 'It could not be done; the cause says why.',
  TIMED_OUT: 'It took longer than it may.',
  CANCELLED: 'Somebody stopped it.',
})

export const TaskSource = describedEnum('TaskSource', 'Where a task was started.', {
  SCHEDULE: 'By the schedule.',
  CONSOLE: 'In the dashboard.',
  API: 'By a program.',
  WATCH: 'By a change in a cluster that was heard of.',
})
