import { afterAll, expect, test } from 'vitest'
import { TEST_RULES } from '../../test/posture-rules.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { createBoundedExpressions } from './bounded-expressions.ts'
import { type CustomRuleSource, customRule } from './custom-rule.ts'
import { evaluate } from './evaluate.ts'
import { kindsOf } from './kinds-judged.ts'
import { OwnRules, type OwnRulesOptions } from './own-rules.ts'
import { RULES } from './rules/list-of-rules.ts'
import { createPostureSession } from './session.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 }
const expressions = createBoundedExpressions()
afterAll(() => expressions.close())

const source = (id: string, expression: string, more: Partial<CustomRuleSource> = {}): CustomRuleSource => ({
  ...{ id, title: `Rule ${id}`, severity: 'high', kinds: ['Workload'], each: 'object', why: '', remedy: '' },
  ...{ expression, ...more },
})
const deployment = (name: string, images: readonly string[], annotations: Record<string, string> = {}) => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'shop', annotations } },
  spec: { replicas: images.length, template: { spec: { containers: images.map((image) => ({ name: 'c', image })) } } },
})
const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } })

/** A cluster that is judged by rules of every shape and by those of users, and how often each of these was asked of something. */
function judged(objects: readonly KubernetesObject[], options: OwnRulesOptions = {}) {
  const asked = new Map<string, number>()
  const counted: typeof expressions = {
    ...expressions,
    ask(sources, some, budgetsMs) {
      for (const { expression } of sources) asked.set(expression, (asked.get(expression) ?? 0) + some.length)
      return expressions.ask(sources, some, budgetsMs)
    },
  }
  const own = new OwnRules(counted, options)
  const session = createPostureSession(TEST_RULES, OPTIONS)
  session.change(objects, [])
  return {
    session,
    by(sources: readonly CustomRuleSource[]) {
      session.setRules([...TEST_RULES, ...own.rules(sources)])
      return session.answer()
    },
    asked() {
      const counts = Object.fromEntries(asked)
      asked.clear()
      return counts
    },
  }
}

const texts = (results: readonly { rule: string; state: string; object: { name: string }; path: string }[]) =>
  results
    .filter(({ rule, state }) => rule.startsWith('CU-') && state !== 'pass')
    .map(({ rule, state, object, path }) => [rule, state, object.name, path].join(' ').trim())

const IMAGES = source('CU-001', 'container.image.startsWith("evil")', { each: 'container' })
const MAPS = source('CU-002', 'metadata.name == "b"', { kinds: ['ConfigMap'] })
const REPLICAS = source('CU-003', 'object.spec.replicas > 1')
const ENDLESS = source(
  'CU-009',
  'metadata.annotations.a.split("").all(x, metadata.annotations.a.split("").all(y, x == y))',
)

test('rules of users say among the others what they say by themselves', () => {
  const objects = [deployment('web', ['app', 'evil']), map('a'), map('b')]
  const sources = [IMAGES, MAPS, REPLICAS, source('CU-004', 'spec.nothing == 1')]
  const answer = judged(objects).by(sources)
  expect(texts(answer)).toEqual([
    'CU-001 fail web spec.template.spec.containers[1]',
    'CU-002 fail b',
    'CU-003 fail web',
    'CU-004 not_assessable web',
  ])
  const cluster = judged(objects).session.objects()
  const whole = evaluate([...TEST_RULES, ...sources.map((one) => customRule(one))], cluster, OPTIONS)
  expect(JSON.stringify(answer)).toBe(JSON.stringify(whole))
})

test('what has not changed is not asked again: neither objects nor rules', () => {
  const cluster = judged([deployment('web', ['app']), deployment('shop', ['app'])])
  cluster.by([IMAGES, REPLICAS])
  expect(cluster.asked()).toEqual({ [IMAGES.expression]: 2, [REPLICAS.expression]: 2 })
  const changed = { ...REPLICAS, expression: 'object.spec.replicas > 0' }
  expect(texts(cluster.by([IMAGES, changed]))).toEqual(['CU-003 fail shop', 'CU-003 fail web'])
  expect(cluster.asked()).toEqual({ [changed.expression]: 2 })
  cluster.session.change([deployment('web', ['evil'])], [])
  expect(texts(cluster.by([IMAGES, changed]))).toContain('CU-001 fail web spec.template.spec.containers[0]')
  expect(cluster.asked()).toEqual({ [IMAGES.expression]: 1, [changed.expression]: 1 })
  expect(texts(cluster.by([IMAGES]))).toEqual(['CU-001 fail web spec.template.spec.containers[0]'])
  expect(cluster.asked()).toEqual({})
})

test('one that takes too long says so of the whole, holds no other up, and is asked again after a time', () => {
  let now = 0
  const cluster = judged([deployment('web', ['evil'], { a: 'a'.repeat(50_000) })], {
    budgetMs: 800,
    againMs: 60_000,
    now: () => now,
  })
  const results = cluster.by([ENDLESS, IMAGES])
  expect(texts(results)).toEqual(['CU-001 fail web spec.template.spec.containers[0]', 'CU-009 not_assessable'])
  expect(results.find(({ rule }) => rule === 'CU-009')?.text).toContain('took longer than 0.8 s')
  expect([...cluster.session.unasked()]).toContain('CU-009')
  cluster.asked()
  cluster.session.change([map('a')], [])
  cluster.by([ENDLESS, IMAGES])
  expect(cluster.asked()).toEqual({})
  cluster.session.change([deployment('web', ['evil'], { a: 'aa' })], [])
  now += 60_001
  expect(texts(cluster.by([ENDLESS, IMAGES]))).toEqual([
    'CU-001 fail web spec.template.spec.containers[0]',
    'CU-009 fail web',
  ])
})

test('the thread is told objects of all kinds, whichever rules of users ask for', () => {
  expect(kindsOf(RULES)).toEqual(KINDS.map(({ kind }) => kind))
})

test('one that cannot be used any more says so', () => {
  const results = judged([map('b')]).by([source('CU-011', 'nobody == 1', { kinds: ['ConfigMap'] }), MAPS])
  expect(texts(results)).toEqual(['CU-002 fail b', 'CU-011 not_assessable'])
})
