/** An API version of a kind that Kubernetes serves no more. */
export interface RemovedApi {
  /** Of Kubernetes 1.x: x. */
  readonly deprecated: number
  readonly removed: number
  /** Where the kind is served since; undefined where nothing comes after it. */
  readonly successor: string | undefined
  /** Whether objects can be taken over as they are written. */
  readonly isSame: boolean
}

type Line = readonly [
  apiVersion: string,
  kinds: string,
  deprecated: number,
  removed: number,
  successor?: string,
  change?: 'same',
]

/** Source: Kubernetes, Deprecated API Migration Guide, and the notes of the releases that deprecated them; removals up to 1.32. */
const LINES: readonly Line[] = [
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    29,
    32,
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    26,
    29,
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    23,
    26,
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 24, 27, 'storage.k8s.io/v1', 'same'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2', 'same'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 25, 'autoscaling/v2'],
  ['batch/v1beta1', 'CronJob', 21, 25, 'batch/v1', 'same'],
  ['batch/v2alpha1', 'CronJob', 8, 21, 'batch/v1', 'same'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', 21, 25, 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', 'Event', 19, 25, 'events.k8s.io/v1'],
  ['policy/v1beta1', 'PodDisruptionBudget', 21, 25, 'policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 21, 25],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 20, 25, 'node.k8s.io/v1', 'same'],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    16,
    22,
    'admissionregistration.k8s.io/v1',
  ],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 16, 22, 'apiextensions.k8s.io/v1'],
  ['apiregistration.k8s.io/v1beta1', 'APIService', 10, 22, 'apiregistration.k8s.io/v1', 'same'],
  ['authentication.k8s.io/v1beta1', 'TokenReview', 19, 22, 'authentication.k8s.io/v1', 'same'],
  [
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    19,
    22,
    'authorization.k8s.io/v1',
  ],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 19, 22, 'certificates.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', 'Lease', 19, 22, 'coordination.k8s.io/v1', 'same'],
  ['extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress', 19, 22, 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'IngressClass', 19, 22, 'networking.k8s.io/v1', 'same'],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    17,
    22,
    'rbac.authorization.k8s.io/v1',
    'same',
  ],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    17,
    22,
    'rbac.authorization.k8s.io/v1',
  ],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 14, 22, 'scheduling.k8s.io/v1', 'same'],
  ['storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment', 19, 22, 'storage.k8s.io/v1', 'same'],
  ['extensions/v1beta1', 'NetworkPolicy', 9, 16, 'networking.k8s.io/v1', 'same'],
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 9, 16, 'apps/v1'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 10, 16],
  ['apps/v1beta2', 'DaemonSet Deployment ReplicaSet StatefulSet', 9, 16, 'apps/v1'],
  ['apps/v1beta1', 'Deployment StatefulSet', 9, 16, 'apps/v1'],
]

/** By API version and kind, such as `batch/v1beta1 CronJob`. */
export const REMOVED_APIS: ReadonlyMap<string, RemovedApi> = new Map(
  LINES.flatMap(([apiVersion, kinds, deprecated, removed, successor, change]) =>
    kinds
      .split(' ')
      .map((kind) => [`${apiVersion} ${kind}`, { deprecated, removed, successor, isSame: change === 'same' }]),
  ),
)

/** Kinds that were served in another version before. */
export const MOVED_KINDS: ReadonlySet<string> = new Set(LINES.flatMap(([, kinds]) => kinds.split(' ')))
