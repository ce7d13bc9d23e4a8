import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownCases, vectorCases } from '../../test/posture-cases.ts'
import { TEST_RULES } from '../../test/posture-rules.ts'
import { SEED } from '../../test/seed.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { evaluate } from './evaluate.ts'
import type { JudgedObject } from './live-results.ts'
import { kindOf } from './read-objects.ts'
import type { Rule } from './rule.ts'
import { RULES } from './rules/list-of-rules.ts'
import { createPostureSession } from './session.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

/** The seed is one of many that were tried. */
const RUNS = process.env['BREAKWATER_TEST_THOROUGH'] ? 80 : 30

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 }
const POOL: readonly KubernetesObject[] = [...ownCases(), ...(vectorCases() ?? [])].flatMap(({ objects }) => objects)
/** Few names and namespaces, so that objects meet. */
const NAMESPACES = ['default', 'shop', 'kube-system']

type Change =
  | { readonly is: 'there'; readonly object: KubernetesObject }
  | { readonly is: 'gone'; readonly at: number }
  | { readonly is: 'unread'; readonly kinds: readonly string[] }

const pooled = fc.nat(POOL.length - 1)
const there = fc
  .tuple(pooled, pooled, fc.constantFrom(...NAMESPACES), fc.integer({ min: 0, max: 3 }), fc.boolean())
  .map(([at, other, namespace, turn, isMoved]): Change => {
    const object = POOL[at] ?? {}
    const { metadata } = object
    const labels = turn === 0 ? { ...metadata?.labels, turn: 'other' } : metadata?.labels
    const moved = isMoved ? { namespace } : {}
    const template = turn === 1 && POOL[other]?.kind === object.kind ? { spec: POOL[other]?.['spec'] } : {}
    return {
      is: 'there',
      object: { ...object, ...template, metadata: { ...metadata, ...moved, ...(labels && { labels }) } },
    }
  })
const change = fc.oneof(
  { weight: 6, arbitrary: there },
  { weight: 3, arbitrary: fc.nat(200).map((at): Change => ({ is: 'gone', at })) },
  {
    weight: 1,
    arbitrary: fc
      .subarray(['NetworkPolicy', 'ClusterRole', 'Pod', 'ServiceAccount', 'RoleBinding', 'Service'])
      .map((kinds): Change => ({ is: 'unread', kinds })),
  },
)

describe.each<[string, readonly Rule[]]>([
  ['rules of every shape', TEST_RULES],
  ['the rules of the product', RULES],
])('%s', (_name, rules) => {
  test('say after any changes what they say of the same objects at first sight, byte for byte', () => {
    fc.assert(
      fc.property(
        fc.array(there, { minLength: 5, maxLength: 30 }),
        fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
        (first, later) => {
          const session = createPostureSession(rules, OPTIONS)
          for (const batch of [first, ...later]) {
            apply(session, batch)
            const whole = evaluate(rules, session.objects(), OPTIONS)
            expect(JSON.stringify(session.answer())).toBe(JSON.stringify(whole))
          }
        },
      ),
      { numRuns: RUNS, seed: SEED },
    )
  })

  test('say while some of them come and go what those that are there say at first sight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(change, { maxLength: 3 }), fc.subarray([...rules])), { minLength: 2, maxLength: 6 }),
        (steps) => {
          const session = createPostureSession(rules, OPTIONS)
          for (const [batch, some] of steps) {
            apply(session, batch)
            session.setRules(some)
            const whole = evaluate(some, session.objects(), OPTIONS)
            expect(JSON.stringify(session.answer())).toBe(JSON.stringify(whole))
          }
        },
      ),
      { numRuns: RUNS / 2, seed: SEED },
    )
  })

  test('say of each object the same, whether all are asked for or those that have changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        (batches) => {
          const session = createPostureSession(rules, OPTIONS)
          const known = new Map<string, string>()
          for (const batch of batches) {
            apply(session, batch)
            for (const one of session.takeJudged()) known.set(JSON.stringify(one.ref), said(one))
          }
          const all = [...session.judged()].map((one) => [JSON.stringify(one.ref), said(one)] as const)
          const something = (entries: Iterable<readonly [string, string]>) =>
            [...entries].filter(([, told]) => told !== NOTHING).sort()
          expect(something(known)).toEqual(something(all))
        },
      ),
      { numRuns: RUNS / 2, seed: SEED },
    )
  })

  test('say the same whatever the order of the objects', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(pooled, { minLength: 10, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (picked, draws) => {
          const objects = distinct(POOL.filter((_, at) => picked.includes(at)))
          const rest = [...objects]
          const mixed = objects.flatMap((): KubernetesObject[] =>
            rest.splice((draws.next().value ?? 0) % rest.length, 1),
          )
          expect(JSON.stringify(answerOf(rules, mixed))).toBe(JSON.stringify(answerOf(rules, objects)))
        },
      ),
      { numRuns: RUNS, seed: SEED },
    )
  })
})

function apply(session: ReturnType<typeof createPostureSession>, batch: readonly Change[]): void {
  const { objects } = session.objects()
  const all = [...objects].flatMap(([kind, some]) => some.map((object) => ({ kind, object })))
  const gone = batch.flatMap((one) => (one.is === 'gone' && all.length > 0 ? [all[one.at % all.length]] : []))
  session.change(
    batch.flatMap((one) => (one.is === 'there' ? [one.object] : [])),
    gone.flatMap((one) =>
      one
        ? [{ kind: one.kind, namespace: one.object.metadata?.namespace ?? '', name: one.object.metadata?.name ?? '' }]
        : [],
    ),
  )
  for (const one of batch) {
    if (one.is === 'unread') session.setUnread(new Map(one.kinds.map((kind) => [kind, 'FORBIDDEN'])))
  }
}

function answerOf(rules: readonly Rule[], objects: readonly KubernetesObject[]) {
  const session = createPostureSession(rules, OPTIONS)
  session.change(objects, [])
  return session.answer()
}

function distinct(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const key = (one: KubernetesObject) =>
    [kindOf(one), one.metadata?.namespace || 'default', one.metadata?.name].join('/')
  return [...new Map(objects.map((one) => [key(one), one])).values()]
}

const NOTHING = said({ results: [], passed: new Set() })

/** In any order. */
function said({ results, passed }: Pick<JudgedObject, 'results' | 'passed'>): string {
  return JSON.stringify([results.map((one) => JSON.stringify(one)).sort(), [...passed].sort()])
}
