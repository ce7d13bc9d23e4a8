import { fieldsOf, listOf } from '../kubernetes/fields.ts'
import { type Requirement, type Selector, selectorOf, selects } from '../kubernetes/label-selector.ts'
import type { Labels } from '../kubernetes/object.ts'
import type { Facts } from './facts.ts'
import type { Subject, Workload } from './subject.ts'

/** Labels that controllers give to the pods that they make: no template holds them, and a selector may name them. */
const GIVEN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Deployment: ['pod-template-hash'],
    ReplicaSet: ['pod-template-hash'],
    StatefulSet: ['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'],
    DaemonSet: ['controller-revision-hash', 'pod-template-generation'],
    Job: ['job-name', 'controller-uid', 'batch.kubernetes.io/job-name', 'batch.kubernetes.io/controller-uid'],
    CronJob: ['job-name', 'controller-uid', 'batch.kubernetes.io/job-name', 'batch.kubernetes.io/controller-uid'],
  }),
)

/** Whether the selector meets pods that the workload makes. `more` are labels that only some selectors see, besides those of the pods. */
export function selectsPodsOf(selector: Selector, { ref, podLabels }: Workload, more?: Labels): boolean {
  const labels = more ? { ...podLabels, ...more } : podLabels
  const given = GIVEN.get(ref.kind) ?? []
  const isGiven = ({ key }: Requirement) => given.includes(key) && !Object.hasOwn(labels, key)
  if (given.length === 0 || !selector.requirements.some(isGiven)) return selects(selector, labels)
  return selects({ ...selector, requirements: selector.requirements.filter((one) => !isGiven(one)) }, labels)
}

/** Whether anything in the namespace is met: what workloads declare, or a pod as it is. */
export function selectsAnyIn(selector: Selector, namespace: string, facts: Facts): boolean {
  return (
    facts.workloadsIn(namespace).some((workload) => selectsPodsOf(selector, workload)) ||
    facts.inNamespace('Pod', namespace).some(({ labels }) => selects(selector, labels))
  )
}

const SERVICE_SELECTORS = new WeakMap<Subject, Selector | 'none'>()

/** The selector of a Service; undefined where it has none and its endpoints are made by hand. Read once: every workload asks for it. */
export function serviceSelectorOf(service: Subject): Selector | undefined {
  const known = SERVICE_SELECTORS.get(service) ?? readServiceSelector(service) ?? 'none'
  SERVICE_SELECTORS.set(service, known)
  return known === 'none' ? undefined : known
}

function readServiceSelector({ object }: Subject): Selector | undefined {
  const spec = fieldsOf(object['spec'])
  if (spec['type'] === 'ExternalName') return undefined
  const wanted = Object.entries(fieldsOf(spec['selector'])).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ key, operator: 'In' as const, values: [value] }] : [],
  )
  return wanted.length === 0 ? undefined : selectorOf(wanted)
}

/** Services of its namespace that lead to the workload's pods. */
export function servicesOf(workload: Workload, facts: Facts): readonly Subject[] {
  return facts.inNamespace('Service', workload.ref.namespace).filter((service) => {
    const selector = serviceSelectorOf(service)
    return selector !== undefined && selectsPodsOf(selector, workload) && leadsToAPort(service, workload)
  })
}

/** Whether a port of the Service ends at a port of the pods: a number may always be listened at, a name has to be declared. */
function leadsToAPort({ object }: Subject, { containers }: Workload): boolean {
  const declares = (name: string) =>
    containers.some(
      ({ list, fields }) =>
        list !== 'ephemeralContainers' && listOf(fields['ports']).some((port) => port['name'] === name),
    )
  const ports = listOf(fieldsOf(object['spec'])['ports'])
  return ports.some(({ targetPort }) => typeof targetPort !== 'string' || declares(targetPort))
}
