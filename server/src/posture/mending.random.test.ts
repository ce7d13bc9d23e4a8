import fc from 'fast-check'
import { applyPatch } from 'rfc6902'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { hostile, splitByShell } from '../../test/hostile-texts.ts'
import { SEED } from '../../test/seed.ts'
import { mendingOf } from './mending.ts'
import { applyEdits, jsonPatch } from './patch.ts'
import type { Path } from './path.ts'
import type { Edit } from './rule.ts'

const key = fc.constantFrom('spec', 'a/b', 'm~n', 'name', 'containers', '')
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant({ x: [1] }))
const object = fc.object({ key, values: [fc.string(), fc.integer(), fc.constant(null)], maxDepth: 4 }).map(plain)

/** Somewhere in the object, or beside what is there. */
function pathsOf(some: unknown, at: Path = []): Path[] {
  if (typeof some !== 'object' || some === null) return []
  const keys = Array.isArray(some) ? some.keys() : Object.keys(some)
  const inner = [...keys].flatMap((part) => {
    const path = [...at, part]
    return [path, ...pathsOf((some as Record<string | number, unknown>)[part], path)]
  })
  return [
    ...inner,
    ...(Array.isArray(some)
      ? []
      : [
          [...at, 'added'],
          [...at, 'added', 'deeper', 'still'],
        ]),
  ]
}

const objectAndEdits = object.chain((some) => {
  const path = fc.constantFrom(...pathsOf(some))
  const edit = fc.oneof(
    fc.record({ path, value }),
    fc.record({ path, remove: fc.constant(true as const) }),
  ) as fc.Arbitrary<Edit>
  return fc.tuple(fc.constant(some), fc.array(edit, { minLength: 1, maxLength: 3 }))
})

test('applying the patch as its standard says makes the edits', () => {
  fc.assert(
    fc.property(objectAndEdits, ([before, edits]) => {
      const after = plain(before)
      const outcomes = applyPatch(after, plain(jsonPatch(before, edits)) as Parameters<typeof applyPatch>[1])
      expect(outcomes.filter((outcome) => outcome !== null)).toEqual([])
      expect(JSON.stringify(sorted(after))).toBe(JSON.stringify(sorted(applyEdits(before, edits))))
    }),
    { seed: SEED, numRuns: 300 },
  )
})

test('of a list that has changed since the patch is refused', () => {
  const before = { containers: [{ name: 'a' }, { name: 'b' }] }
  const patch = jsonPatch(before, [{ path: ['containers', 1, 'tty'], value: true }])
  const now = { containers: [{ name: 'b' }, { name: 'c' }] }
  const [refused] = applyPatch(now, plain(patch) as Parameters<typeof applyPatch>[1])
  expect(refused).toMatchObject({ name: 'TestError' })
})

test('commands for hostile names are split by a shell into the same arguments, and their YAML reads as the same', () => {
  const names = fc.sample(fc.tuple(hostile, hostile, hostile), { numRuns: 150, seed: SEED })
  const mendings = names.flatMap(([name, namespace, label]) => {
    const ref = { kind: 'Deployment', namespace, name }
    const deployment = { kind: 'Deployment', metadata: { name, namespace }, spec: { list: [{ name: label }] } }
    const edits: Edit[] = [{ path: ['spec', 'list', 0, label], value: label }]
    const fixes = [{ edits }, { deletes: ref }, { applies: deployment }]
    return fixes.flatMap((fix) => mendingOf(fix, ref, () => deployment) ?? [])
  })
  expect(new Set(mendings.map(({ verb }) => verb))).toEqual(new Set(['patch', 'apply', 'delete']))
  expect(splitByShell(mendings.map(({ command }) => command))).toEqual(mendings.map(({ args }) => args))
  for (const { yaml, args, verb } of mendings) {
    expect(parse(yaml, { version: '1.1', merge: false })).toEqual(parse(yaml))
    if (verb !== 'apply') expect(args.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  }
})

function plain<T>(some: T): T {
  return JSON.parse(JSON.stringify(some))
}

function sorted(some: unknown): unknown {
  if (Array.isArray(some)) return some.map(sorted)
  if (typeof some !== 'object' || some === null) return some
  return Object.entries(some)
    .map(([name, inner]) => [name, sorted(inner)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
