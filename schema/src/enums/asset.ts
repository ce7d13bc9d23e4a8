import type { ASSET_KINDS } from '@breakwater/drizzle/tables/asset.ts'
import { describedEnum } from './described-enum.ts'

type AssetKindName = (typeof ASSET_KINDS)[number]

export const AssetKind = describedEnum<AssetKindName>('AssetKind', 'The kinds of assets that are counted.', {
  CLUSTER: 'Kubernetes clusters.',
  NODE: 'Nodes of clusters.',
  NAMESPACE: 'Namespaces.',
  APPLICATION: 'Applications; until labels group them, each workload is one.',
  POD: 'Pods.',
  CONTAINER: 'Containers, init and ephemeral ones included.',
  IMAGE: 'Distinct images that containers use.',
})

export const ClusterType = describedEnum('ClusterType', 'Who runs what of a cluster.', {
  MANAGED: 'The provider runs the control plane.',
  DEDICATED: 'The provider set it up; its control plane runs on machines of its own.',
  SELF_MANAGED: 'Installed and run by its owner.',
  SERVERLESS: 'Pods run without nodes of their own.',
  EDGE: 'A managed control plane with nodes at the edge.',
  UNKNOWN: 'Nothing tells which of these it is.',
})

export const ClusterState = describedEnum('ClusterState', 'How a cluster is, as far as its source tells.', {
  PENDING: 'Connected, and not read yet.',
  RUNNING: 'Its source answers.',
  DEGRADED: 'Its source answers, but something of it does not work.',
  UNREACHABLE: 'Its source does not answer.',
  STOPPED: 'Its provider stopped it.',
  DELETED: 'Its provider deleted it.',
  FAILED: 'It could not be set up or read.',
})

export const SourceKind = describedEnum('SourceKind', 'How a cluster is read.', {
  KUBECONFIG: 'From its API server, with a kubeconfig.',
  IN_CLUSTER: 'From its API server, with the service account of the pod that Breakwater runs in.',
  SNAPSHOT: 'From files of manifests.',
})

export const NodeReadiness = describedEnum('NodeReadiness', "The node's Ready condition.", {
  READY: 'It takes pods.',
  NOT_READY: 'It says that it is not ready.',
  UNKNOWN: 'It has not been heard of, or does not tell.',
})

export const WorkloadState = describedEnum('WorkloadState', 'How far a workload is from what it should be.', {
  READY: 'All replicas that are wanted are ready.',
  PROGRESSING: 'It is being rolled out.',
  DEGRADED: 'Some replicas that are wanted are not ready.',
  SUSPENDED: 'It is switched off, or scaled to zero.',
  COMPLETE: 'It ran to its end.',
  FAILED: 'It ended without success, or cannot start.',
  UNKNOWN: 'Its source does not tell.',
})

export const ContainerKind = describedEnum('ContainerKind', "A container's place in its pod.", {
  MAIN: 'One of `spec.containers`.',
  INIT: 'Runs to its end before the main ones start.',
  SIDECAR: 'An init container with restartPolicy Always: it runs beside the main ones.',
  EPHEMERAL: 'Added to a running pod for debugging.',
})

export const ContainerState = describedEnum('ContainerState', "A container's state.", {
  RUNNING: 'It runs.',
  WAITING: 'It waits to start.',
  TERMINATED: 'It ended.',
  DECLARED: 'It stands in the manifest of a workload; no pod of it was seen.',
  UNKNOWN: 'Its source does not tell.',
})

export const WatchState = describedEnum(
  'WatchState',
  'How a kind of a cluster is followed between two synchronizations.',
  {
    STARTING: 'It was listed and is about to be followed.',
    WATCHING: 'Changes arrive as they happen.',
    POLLING: 'It may be listed and not watched, so it is listed every minute.',
    RECONNECTING: 'The connection is lost and is tried again.',
  },
)

export const CoverageReason = describedEnum('CoverageReason', 'Whether a kind of object is seen, and if not, why.', {
  COMPLETE: 'All objects of the kind were read.',
  NOT_SERVED: 'The cluster does not have the kind.',
  FORBIDDEN: 'The credential may not list the kind.',
  NOT_IN_SNAPSHOT: 'The snapshot holds none of the kind.',
  FAILED: 'Reading the kind failed.',
  NOT_YET_READ: 'The kind has not been read yet.',
})
