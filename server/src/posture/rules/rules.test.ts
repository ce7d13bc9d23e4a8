import { describe, expect, test } from 'vitest'
import { ownCases, type RuleCase, vectorCases } from '../../../test/posture-cases.ts'
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts'
import { evaluate } from '../evaluate.ts'
import { applyEdits } from '../patch.ts'
import { readObjects } from '../read-objects.ts'
import type { Result } from '../result.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { RULES } from './list-of-rules.ts'

/** Expectations of others that are held for wrong, by the case's name, each with the sentence that decides it. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'kc-003-trv-4f4f510a':
    'Pod Security Standards, baseline, "Capabilities": NET_BIND_SERVICE is one of the allowed values.',
  'kc-019-trv-26567010':
    'Kubernetes, "Linux kernel security constraints for Pods and containers": seccomp, AppArmor and SELinux are such constraints; runAsUser is none.',
  'kc-032-trv-9e2565a9':
    'Kubernetes, "Resource Management for Pods and Containers": the scheduler uses requests of both; the case asks for memory only.',
  'kc-092-reg-c36c8016':
    'Cilium, CiliumNetworkPolicy reference: a policy whose ingress is omitted or empty "does not apply at ingress", so egress alone is limited.',
}

const rules = new Map(RULES.map((rule) => [rule.id, rule]))
const known = ({ rule }: RuleCase) => rules.has(rule)
const own = ownCases().filter(known)
const vectors = vectorCases()?.filter(known)
const all: readonly RuleCase[] = [...own, ...(vectors ?? [])]

describe.skipIf(!vectors)('cases of others', () => {
  test.each(vectors ?? [])('$rule $name: $expected', (one) => {
    const results = resultsOf(one)
    const isDeviation = one.name in DEVIATIONS
    expect(verdictOf(results) === one.expected).toBe(!isDeviation)
    if (isDeviation) return
    const found = new Set(results.filter(({ state }) => state === 'fail').flatMap(namesOf))
    const inAnyCase = [...found].map((named) => named.toLowerCase())
    for (const { kind, name } of one.failing) expect(inAnyCase).toContain(`${kind} ${name ?? ''}`.toLowerCase())
  })

  test('no more than five expectations are held for wrong', () => {
    expect(Object.keys(DEVIATIONS).length).toBeLessThanOrEqual(5)
  })
})

describe('our own cases', () => {
  test.each(own)('$rule $expected: $name', (one) => {
    const results = resultsOf(one)
    expect(verdictOf(results)).toBe(one.expected)
    if (one.expected === 'pass') expect(results).toContainEqual(expect.objectContaining({ state: 'pass' }))
    if (!one.at) return
    expect(results.filter(({ state }) => state === 'fail').map(placeOf)).toEqual([...one.at].sort())
  })
})

describe('all rules', () => {
  test('each has a failing and a passing case', () => {
    const sides = (id: string) => new Set(all.filter(({ rule }) => rule === id).map(({ expected }) => expected))
    const isHalf = ({ id }: { id: string }) => sides(id).size < 2
    expect(vectors ? RULES.filter(isHalf).map(({ id }) => id) : []).toEqual([])
  })

  test('each either has a patch or says why there is none', () => {
    const fixes = (id: string) =>
      all
        .filter(({ rule, expected }) => rule === id && expected === 'fail')
        .flatMap(resultsOf)
        .filter(({ state, failure }) => state === 'fail' && failure?.fix).length
    for (const { id, noPatch } of vectors ? RULES : []) expect([id, fixes(id) > 0]).toEqual([id, noPatch === undefined])
  })

  test.each(all.filter(({ rule, expected }) => expected === 'fail' && rules.get(rule)?.noPatch === undefined))(
    '$rule $name: passes when its patches are applied',
    (one) => {
      const failuresOf = (some: readonly KubernetesObject[]) =>
        resultsOf({ ...one, objects: some }).filter(({ state, failure }) => state === 'fail' && failure?.fix)
      let objects = one.objects
      for (let round = 0; round < 100; round++) {
        const [first] = failuresOf(objects)
        if (!first) break
        objects = mended(objects, first)
      }
      expect(failuresOf(objects).map(placeOf)).toEqual([])
    },
  )

  test('ids, titles and texts are in order', () => {
    expect(RULES.map(({ id }) => id)).toEqual([...new Set(RULES.map(({ id }) => id))].sort())
    for (const { id, title, why, remedy, frameworks } of RULES) {
      expect(id).toMatch(/^KC-\d{3}$/)
      expect(title).toMatch(/^[A-Za-z/].*[^.]$/)
      for (const sentence of [why, remedy]) expect(sentence).toMatch(/^[A-Z].{20,}[.]$/)
      for (const { framework, section } of frameworks) expect([id, framework, section]).not.toContain('')
    }
  })
})

function resultsOf({ rule: id, objects, settings, minor }: RuleCase): Result[] {
  const rule = rules.get(id)
  const options = { settings: { ...DEFAULT_POSTURE_SETTINGS, ...settings }, minor }
  return evaluate(rule ? [rule] : [], readObjects(objects), options)
}

function verdictOf(results: readonly Result[]): 'fail' | 'pass' {
  return results.some(({ state }) => state === 'fail') ? 'fail' : 'pass'
}

/** The object, and whoever has its rights. */
function namesOf({ object, inObject }: Result): string[] {
  return [object, inObject].flatMap((ref) => (ref ? [`${ref.kind} ${ref.name}`] : []))
}

function placeOf({ object: { kind, namespace, name }, path }: Result): string {
  return `${kind} ${namespace}/${name} ${path}`.trim()
}

/** The objects after the fix of one failure. */
function mended(objects: readonly KubernetesObject[], { failure, inObject }: Result): readonly KubernetesObject[] {
  const fix = failure?.fix
  if (!fix) return objects
  if ('applies' in fix) return [...objects, fix.applies]
  const target = 'deletes' in fix ? fix.deletes : (fix.of ?? inObject)
  const isTarget = (one: KubernetesObject) => target !== undefined && isOf(one, target)
  if ('deletes' in fix) return objects.filter((one) => !isTarget(one))
  return objects.map((one) => (isTarget(one) ? applyEdits(one, fix.edits) : one))
}

function isOf({ kind, metadata }: KubernetesObject, ref: ObjectRef): boolean {
  // What is in no namespace may be written with one.
  const namespaces = ['', metadata?.namespace ?? 'default']
  return (
    kind?.toLowerCase() === ref.kind.toLowerCase() && metadata?.name === ref.name && namespaces.includes(ref.namespace)
  )
}
