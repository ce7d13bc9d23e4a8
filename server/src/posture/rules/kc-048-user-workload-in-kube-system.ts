import { textOf } from '../../kubernetes/fields.ts'
import { nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import type { Workload } from '../subject.ts'

/**
 * Sources: Kubernetes, Namespaces, "Initial namespaces": kube-system is for objects that the system makes; kubeadm, Implementation details,
 * for the labels of static pods; Kubernetes add-on manager and the documentation of cloud providers for those of add-ons.
 */
export const userInKubeSystem: Rule = {
  id: 'KC-048',
  title: 'User workload in kube-system',
  severity: 'medium',
  frameworks: [...nsa('Network separation')],
  why: 'Whoever takes over a pod of kube-system is beside the parts that run the cluster, in a namespace that policies usually leave out.',
  remedy:
    'Move the workload to a namespace of its own; or name the label of what is a part of your system in the settings.',
  noPatch: 'A workload cannot be moved: it is made anew in a namespace that you choose.',
  workload: (workload, { settings }) => {
    if (workload.ref.namespace !== 'kube-system') return undefined
    if (isControlPlane(workload) || isAddOn(workload, settings.systemLabels)) return []
    return [
      { path: ['metadata', 'namespace'], text: 'The workload is in kube-system and no known part of the system.' },
    ]
  },
}

const COMPONENTS = new Set([
  'cloud-controller-manager',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
])

function isControlPlane(workload: Workload): boolean {
  return labelsOf(workload).some(
    ({ component, tier }) =>
      tier === 'control-plane' && COMPONENTS.has(component ?? '') && priorityOf(workload) === 'system-node-critical',
  )
}

const ADD_ON_LABELS = [
  'addonmanager.kubernetes.io/mode',
  'components.gke.io/component-name',
  'eks.amazonaws.com/component',
  'k8s-app',
  'kubernetes.azure.com/managedby',
  'kubernetes.io/cluster-service',
]

/** A pod of its own is no add-on for its priority: everybody who may make pods there may ask for it. */
function isAddOn(workload: Workload, ownLabels: readonly string[]): boolean {
  const marks = [...ADD_ON_LABELS, ...ownLabels]
  const isMarked = labelsOf(workload).some((labels) => marks.some((label) => Object.hasOwn(labels, label)))
  return isMarked || (workload.ref.kind !== 'Pod' && priorityOf(workload).startsWith('system-'))
}

function labelsOf({ labels, podLabels }: Workload) {
  return [labels, podLabels]
}

function priorityOf({ spec }: Workload): string {
  return textOf(spec['priorityClassName'], 253)
}
