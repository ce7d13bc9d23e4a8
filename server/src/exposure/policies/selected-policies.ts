import { selects } from '../../kubernetes/label-selector.ts'
import type { Catalog, Index } from '../live/catalog.ts'
import { type Memo, type Steps, sameMembers } from '../live/steps.ts'
import type { Pod } from '../model.ts'
import { byTurn } from './read-policies.ts'
import type { Direction, PodSet, PolicyDoubt, PolicyPart, ReadPolicy } from './rules.ts'

/** What selects a pod. */
export interface Selection {
  /** In the order in which they are asked. */
  readonly parts: Readonly<Record<Direction, readonly PolicyPart[]>>
  readonly doubts: readonly PolicyDoubt[]
}

const NOTHING: Selection = { parts: { ingress: [], egress: [] }, doubts: [] }

/**
 * Which policies select a pod, looked up by its namespace and one of its labels, so that neither the number of policies nor that of pods
 * makes one answer dear. Pods in the network of their node are selected by none.
 */
export class SelectedPolicies {
  readonly #policies: Catalog<ReadPolicy>
  readonly #known: Memo<Selection>

  constructor(steps: Steps, policies: Catalog<ReadPolicy>) {
    this.#policies = policies
    this.#known = steps.memo(sameSelection)
  }

  of(pod: Pod): Selection {
    return pod.hostNetwork ? NOTHING : this.#known.of(keyOfLabels(pod), () => this.#select(pod))
  }

  #select(pod: Pod): Selection {
    const labels = Object.entries(pod.labels).map(([key, value]) => keyOfLabel(key, value))
    const read = new Set(
      [pod.namespace, EVERY_NAMESPACE].flatMap((place) =>
        ['', ...labels].flatMap((label) => this.#policies.by(SELECTING, `${place}${label}`)),
      ),
    )
    const parts = [...read]
      .flatMap((policy) => policy.parts)
      .filter(({ subject }) => isIn(pod, subject))
      .sort(byTurn)
    const of = (direction: Direction) => parts.filter((part) => part.direction === direction)
    return {
      parts: { ingress: of('ingress'), egress: of('egress') },
      doubts: [...read].flatMap(({ doubts }) => doubts).filter(({ subject }) => isIn(pod, subject)),
    }
  }
}

/** Whether the set has the pod. */
export function isIn(pod: Pod, { namespaces, pods }: PodSet): boolean {
  if (pod.hostNetwork) return false
  const isThere =
    typeof namespaces === 'string' ? namespaces === pod.namespace : selects(namespaces, pod.namespaceLabels)
  return isThere && selects(pods, pod.labels)
}

/** No namespace is called so. */
const EVERY_NAMESPACE = '\0*'

/** By namespace, and by one of the labels that a pod has to have, where there is one. */
const SELECTING: Index<ReadPolicy> = {
  keysOf: ({ parts, doubts }) =>
    [...parts, ...doubts].map(({ subject: { namespaces, pods } }) => {
      const place = typeof namespaces === 'string' ? namespaces : EVERY_NAMESPACE
      const label = pods.requirements.find(({ operator, values }) => operator === 'In' && values.length === 1)
      return label ? `${place}${keyOfLabel(label.key, label.values[0] ?? '')}` : place
    }),
}

function keyOfLabel(key: string, value: string): string {
  return `\0${key}\0${value}`
}

/** What selectors can tell pods apart by. Labels are values that no one changes, so that they are written once. */
function keyOfLabels(pod: Pod): string {
  return `${pod.namespace}\n${textOfLabels(pod.namespaceLabels)}\n${textOfLabels(pod.labels)}`
}

const texts = new WeakMap<Pod['labels'], string>()

function textOfLabels(labels: Pod['labels']): string {
  const known = texts.get(labels)
  if (known !== undefined) return known
  const text = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
  texts.set(labels, text)
  return text
}

function sameSelection(a: Selection, b: Selection): boolean {
  return (
    sameMembers(a.parts.ingress, b.parts.ingress) &&
    sameMembers(a.parts.egress, b.parts.egress) &&
    sameMembers(a.doubts, b.doubts)
  )
}
