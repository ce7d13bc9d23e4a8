import { type AccessSubject, identityOf } from '../kubernetes/access/access-subject.ts'
import type { Labels } from '../kubernetes/object.ts'
import type { Subject } from './subject.ts'

/** Components of the control plane, as their certificates name them. Source: Kubernetes, "PKI certificates and requirements". */
const COMPONENTS = [
  /^User system:(?:apiserver|aggregator|kube-[\w-]+|cloud-controller-manager|volume-scheduler|node:.+)$/,
  /^Group system:(?:masters|nodes|monitoring|bootstrappers(?::.+)?)$/,
  /^Group kubeadm:cluster-admins$/,
]

/** Source: Kubernetes, "Using RBAC Authorization", "Default roles and role bindings". */
const BOOTSTRAPPING = 'kubernetes.io/bootstrapping'
const USER_FACING = ['cluster-admin', 'admin', 'edit', 'view']
/** What the add-on manager of a cluster keeps as it is. */
const ADD_ON_MODE = 'addonmanager.kubernetes.io/mode'

/** Whether a subject is a part of the cluster itself. */
export function isSystemSubject(subject: AccessSubject): boolean {
  const identity = identityOf(subject)
  return COMPONENTS.some((pattern) => pattern.test(identity))
}

/** Whether a role came with Kubernetes: nobody chose what is in it. A label alone makes none: anybody may write it. */
export function isSystemRole({ ref, labels }: Pick<Subject, 'ref' | 'labels'>): boolean {
  const isUserFacing = ref.kind === 'ClusterRole' && USER_FACING.includes(ref.name) && isBootstrapped(labels)
  return isSystemName(ref.name) || isUserFacing || isAddOn(labels)
}

/** Whether a binding came with Kubernetes or with an add-on of it. */
export function isSystemBinding({ ref, labels }: Pick<Subject, 'ref' | 'labels'>): boolean {
  return isSystemName(ref.name) || isBootstrapped(labels) || isAddOn(labels)
}

/** Source: same page: names that begin with `system:` are those of the control plane. */
export function isSystemName(name: string): boolean {
  return name.startsWith('system:')
}

function isBootstrapped(labels: Labels): boolean {
  return labels[BOOTSTRAPPING] === 'rbac-defaults'
}

function isAddOn(labels: Labels): boolean {
  return labels[ADD_ON_MODE] === 'Reconcile'
}
