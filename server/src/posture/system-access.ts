import { type AccessSubject, identityOf } from '../kubernetes/access/access-subject.ts'
import type { Labels } from '../kubernetes/object.ts'
import type { Subject } from './subject.ts'

/** Components of the control plane, as their certificates name them. Source: Kubernetes, "PKI certificates and requirements". */
const COMPONENTS = [
  /^User system:(?:apiserver|aggregator|kube-[\w-]+|cloud-controller-manager|volume-scheduler|node:.+)$/,
  /^Group system:(?:masters|nodes|monitoring|bootstrappers(?::.+)?)$/,
  /^Group kubeadm:cluster-admins$/,
]

/** Labels of what Kubernetes and its add-on manager keep as it is. Source: Kubernetes, "Using RBAC Authorization", "Default roles". */
const OWN_LABELS: Labels = {
  'kubernetes.io/bootstrapping': 'rbac-defaults',
  'kubernetes.io/cluster-service': 'true',
  'addonmanager.kubernetes.io/mode': 'Reconcile',
}

/** Whether a subject is a part of the cluster itself. */
export function isSystemSubject(subject: AccessSubject): boolean {
  const identity = identityOf(subject)
  return COMPONENTS.some((pattern) => pattern.test(identity))
}

/** Whether a role or a binding came with Kubernetes: nobody chose what is in it. */
export function isSystemObject({ ref, labels }: Pick<Subject, 'ref' | 'labels'>): boolean {
  return isSystemName(ref.name) || hasOwnLabel(labels)
}

/** Source: same page: "Many of these are system: prefixed, which indicates that the resource is directly managed by the control plane." */
export function isSystemName(name: string): boolean {
  return name.startsWith('system:')
}

export function hasOwnLabel(labels: Labels): boolean {
  return Object.entries(OWN_LABELS).some(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
}
