import { type Fields, fieldsOf } from '../../kubernetes/fields.ts'
import { readSelector, selects } from '../../kubernetes/label-selector.ts'
import { keyOf, type Labels, type ObjectRef } from '../../kubernetes/object.ts'
import type { RoutedPort } from '../cluster-view.ts'
import type { Exposure, Pod } from '../model.ts'
import { labelsOf, refOf } from '../pods.ts'
import type { Attempt, Refused } from './attempt.ts'

/** Adds a NetworkPolicy to the workload's pods that admits only pods of the controllers that routes lead over, to the ports that they lead to. */
export function admitOnlyController(attempt: Attempt, { workload }: Exposure): Refused {
  const { draft, cluster } = attempt
  if (!workload) return 'It leads to no workload.'
  const pods = cluster.pods.filter((pod) => keyOf(pod.workload) === keyOf(workload))
  if (pods.some(({ hostNetwork }) => hostNetwork))
    return 'Its pods are in the network of their nodes, which policies do not bind.'
  const routes = cluster.routed().filter(({ pod }) => keyOf(pod.workload) === keyOf(workload))
  if (routes.length === 0) return 'No ingress, gateway or route whose controller is known leads to the workload.'
  if (routes.some(({ controller }) => controller.some(({ hostNetwork }) => hostNetwork)))
    return 'The pods of the controller are in the network of their nodes, and no policy can select them.'
  const podSelector = labelsOfWorkload(attempt, workload, pods)
  const rules = rulesOf(routes)
  if (Object.keys(podSelector).length === 0 || !rules)
    return 'The pods have no labels in common by which a policy could select them.'
  const ref = { kind: 'NetworkPolicy', namespace: workload.namespace, name: nameFor(workload) }
  noteSelected(attempt, workload, podSelector, ref)
  draft.put(ref, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: ref.name, namespace: ref.namespace },
    spec: { podSelector: { matchLabels: podSelector }, policyTypes: ['Ingress'], ingress: rules },
  })
  return undefined
}

/** Such as `web-deployment-only-from-controller`; of long names as much as an API server takes. */
function nameFor({ kind, name }: ObjectRef): string {
  return `${name.slice(0, 180)}-${kind.toLowerCase().slice(0, 40)}-only-from-controller`
}

/** A rule for each controller, with the ports that it leads to. Undefined when one has no labels to be selected by. */
function rulesOf(routes: readonly RoutedPort[]): Fields[] | undefined {
  const byController = new Map<string, { readonly from: Fields; readonly ports: Map<string, Fields> }>()
  for (const { controller, port, protocol } of routes) {
    for (const [namespace, pods] of Map.groupBy(controller, (pod) => pod.namespace)) {
      const matchLabels = commonLabels(pods)
      if (Object.keys(matchLabels).length === 0) return undefined
      const from = {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        podSelector: { matchLabels },
      }
      const key = JSON.stringify(from)
      const known = byController.get(key) ?? { from, ports: new Map<string, Fields>() }
      byController.set(key, known)
      known.ports.set(`${String(port).padStart(5, '0')} ${protocol}`, { port, protocol })
    }
  }
  return inOrder(byController).map(({ from, ports }) => ({ from: [from], ports: inOrder(ports) }))
}

function inOrder<V>(map: ReadonlyMap<string, V>): V[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

/** The selector of the workload, which its pods keep; else what its pods have in common. */
function labelsOfWorkload({ draft }: Attempt, workload: ObjectRef, pods: readonly Pod[]): Labels {
  const selector = fieldsOf(fieldsOf(draft.get(workload)?.['spec'])['selector'])
  const wanted = labelsOf(workload.kind === 'ReplicationController' ? selector : selector['matchLabels'])
  const isSelector = Object.keys(wanted).length > 0 && pods.every(({ labels }) => hasAll(labels, wanted))
  return isSelector ? sorted(wanted) : commonLabels(pods)
}

/** Labels that controllers of Kubernetes write and that change from pod to pod or from one rollout to the next. */
const PASSING = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
  'controller-uid',
  'job-name',
]

function commonLabels(pods: readonly Pod[]): Labels {
  const [first] = pods
  const entries = Object.entries(first?.labels ?? {}).filter(
    ([key, value]) => !PASSING.includes(key) && pods.every(({ labels }) => hasAll(labels, { [key]: value })),
  )
  return sorted(Object.fromEntries(entries))
}

function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function hasAll(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
}

/** Says whom else the policy binds, and which policies let in more than it does. */
function noteSelected({ cluster, note }: Attempt, workload: ObjectRef, wanted: Labels, own: ObjectRef): void {
  const selected = cluster.pods.filter(
    ({ namespace, labels }) => namespace === workload.namespace && hasAll(labels, wanted),
  )
  const others = new Set(
    selected
      .filter((pod) => keyOf(pod.workload) !== keyOf(workload))
      .map((pod) => `${pod.workload.kind} ${pod.workload.name}`),
  )
  if (others.size > 0) note(`The policy selects pods of ${listed(others)} as well, since they have the same labels.`)
  const policies = cluster.of('NetworkPolicy').filter((policy) => {
    const ref = refOf(policy, 'NetworkPolicy')
    const spec = fieldsOf(policy['spec'])
    const selector = readSelector(spec['podSelector'])
    const types = spec['policyTypes']
    const isIngress = !Array.isArray(types) || types.length === 0 || types.includes('Ingress')
    const isOther = ref.namespace === own.namespace && ref.name !== own.name
    return isOther && isIngress && selector && selected.some(({ labels }) => selects(selector, labels))
  })
  if (policies.length > 0) {
    const names = listed(new Set(policies.map((policy) => refOf(policy, 'NetworkPolicy').name)))
    note(`Policies add up: what ${names} lets in stays open, and this one closes nothing of it.`)
  }
  if (!cluster.isEnforced) note('Nothing in the cluster enforces policies, so this one closes nothing.')
}

function listed(names: ReadonlySet<string>): string {
  const all = [...names].sort()
  return all.length > 5 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ')
}
