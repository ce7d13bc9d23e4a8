import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { isNamespaced } from '../kubernetes/cluster-objects.ts'
import { textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { type Facts, type FactsOptions, factsOver } from './facts.ts'
import { type JudgedObject, LiveResults } from './live-results.ts'
import { kindOf } from './read-objects.ts'
import type { Result } from './result.ts'
import type { Rule } from './rule.ts'
import { SubjectStore } from './subject-store.ts'

/** A cluster that is judged again and again while its objects change. */
export interface PostureSession {
  /**
   * Objects that are there from now on, new or in the place of the one of their kind, namespace and name; and those that are gone, by their
   * kind as `kubernetes/kinds.ts` names it. Objects may not be changed after this.
   */
  change(changed: readonly KubernetesObject[], gone: readonly ObjectRef[]): void
  /** Kinds that cannot be read whole from now on, and why. */
  setUnread(unread: ReadonlyMap<string, string>): void
  /** Judges by these rules from now on. Those that were there before are not asked anew. */
  setRules(rules: readonly Rule[]): void
  /** What an analysis of exposures found from now on; undefined where there was none. */
  setExposures(exposureOf: Facts['exposureOf']): void
  /** Ids of the rules that cannot be asked. */
  unasked(): ReadonlySet<string>
  /** All that is said of the objects as they are, sorted, byte for byte what is said of them at first sight. Judges what has changed only. */
  answer(): Result[]
  /** The objects that were judged since this was last asked, with what is said of them now: nothing of those that are gone. */
  takeJudged(): Iterable<JudgedObject>
  /** All objects of which something is said. */
  judged(): Iterable<JudgedObject>
  judgedAt(ref: ObjectRef): JudgedObject
  /** Whether it makes pods and is made by nothing else. */
  isWorkload(ref: ObjectRef): boolean
  find(ref: ObjectRef): KubernetesObject | undefined
  objects(): ClusterObjects
  /** The cluster as rules see it now. Not to be kept over a change. */
  facts(): Facts
}

const NO_OBJECTS: ClusterObjects = { objects: new Map(), unread: new Map() }

/** Never throws for what the objects hold, now or later. */
export function createPostureSession(
  rules: readonly Rule[],
  options: FactsOptions,
  { objects, unread }: ClusterObjects = NO_OBJECTS,
): PostureSession {
  const store = new SubjectStore()
  const results = new LiveResults(rules)
  let unreadNow = unread
  const { settings, minor } = options
  let { exposureOf } = options
  let isSettled = false
  for (const [kind, some] of objects) {
    store.fill(kind, some)
    for (const subject of store.objects(kind)) results.changed(kind, subject.ref.namespace, subject.ref.name)
  }

  function put(object: KubernetesObject): void {
    const kind = kindOf(object)
    if (kind === '') return
    const { ref } = store.put(kind, object)
    results.changed(kind, ref.namespace, ref.name)
  }
  function remove({ kind, namespace, name }: ObjectRef): void {
    const within = isNamespaced(kind) ? textOf(namespace, 253) || 'default' : ''
    if (store.remove(kind, within, name)) results.changed(kind, within, name)
  }
  function settle(): void {
    if (isSettled) return
    results.settle(factsOver(store, unreadNow, { settings, minor, ...(exposureOf && { exposureOf }) }))
    isSettled = true
  }
  return {
    change(changed, gone) {
      for (const ref of gone) remove(ref)
      for (const object of changed) put(object)
      if (changed.length + gone.length > 0) isSettled = false
    },
    setUnread(now) {
      if (JSON.stringify([...now].sort()) !== JSON.stringify([...unreadNow].sort())) isSettled = false
      unreadNow = now
    },
    setRules(rules) {
      results.setRules(rules)
      isSettled = false
    },
    setExposures(now) {
      exposureOf = now
      results.judgeAnew(({ readsExposures }) => readsExposures === true)
      isSettled = false
    },
    unasked() {
      settle()
      return results.unasked()
    },
    answer() {
      settle()
      return results.answer()
    },
    takeJudged() {
      settle()
      return results.takeJudged()
    },
    judged() {
      settle()
      return results.judged()
    },
    judgedAt(ref) {
      settle()
      return results.judgedAt(ref)
    },
    isWorkload(ref) {
      settle()
      return results.isWorkload(ref)
    },
    find: ({ kind, namespace, name }) => store.find(kind, namespace, name)?.object,
    objects: () => ({
      objects: new Map(store.kinds().map((kind) => [kind, store.objects(kind).map(({ object }) => object)])),
      unread: unreadNow,
    }),
    facts: () => factsOver(store, unreadNow, options),
  }
}
