import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { ExpressionError } from './custom-expression.ts'
import { type CustomRuleSource, customRule } from './custom-rule.ts'
import { evaluate } from './evaluate.ts'
import { readObjects } from './read-objects.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels: { tier: 'front' } },
  spec: {
    replicas: 1,
    template: {
      spec: {
        containers: [
          { name: 'app', image: 'app:1' },
          { name: 'proxy', image: 'proxy:2' },
        ],
      },
    },
  },
}

function rule(expression: string, more: Partial<CustomRuleSource> = {}) {
  const texts = { title: 'A rule of ours', why: 'We say so.', remedy: 'Do as we say.' }
  return customRule({
    id: 'CU-1',
    severity: 'high',
    kinds: ['Workload'],
    each: 'object',
    expression,
    ...texts,
    ...more,
  })
}

function results(expression: string, more: Partial<CustomRuleSource> = {}, objects: KubernetesObject[] = [DEPLOYMENT]) {
  const options = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }
  return evaluate([rule(expression, more)], readObjects(objects), options)
}

test('what the expression is true of fails, the rest passes', () => {
  expect(results('object.spec.replicas < 2')).toMatchObject([{ state: 'fail', object: { name: 'web' }, path: '' }])
  expect(results('object.spec.replicas < 1')).toMatchObject([{ state: 'pass' }])
})

test('each container is asked by itself, and named with its place', () => {
  const found = results('container.image.startsWith("proxy")', { each: 'container' })
  expect(found).toMatchObject([{ state: 'fail', path: 'spec.template.spec.containers[1]' }])
})

test('the specification of the pods is at hand whatever the kind', () => {
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'night', namespace: 'shop' },
    spec: { jobTemplate: { spec: { template: { spec: { hostNetwork: true, containers: [] } } } } },
  }
  expect(results('has(spec.hostNetwork) && spec.hostNetwork', {}, [cronJob])).toMatchObject([{ state: 'fail' }])
})

test('other kinds are judged where they are asked for', () => {
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'shop' }, data: { a: '1' } }
  expect(results('"a" in object.data', { kinds: ['ConfigMap'] }, [map, DEPLOYMENT])).toMatchObject([
    { state: 'fail', object: { kind: 'ConfigMap' } },
  ])
})

test('a field that is not there is no answer, and that is said', () => {
  expect(results('object.spec.paused')).toMatchObject([
    { state: 'not_assessable', text: expect.stringContaining('paused') },
  ])
  expect(results('object.spec.replicas')).toMatchObject([{ state: 'not_assessable' }])
})

describe('an expression that cannot be used is refused', () => {
  test.each([
    ['', 'Write an expression'],
    ['object.spec ==', 'This is no expression: line 1, column 13: '],
    ['foo == 1', 'Nothing is called foo'],
    ['container.image == ""', 'Nothing is called container'],
    ['has(object.spec) || explode(object)', 'There is no function explode'],
    ['object.metadata.name.explode()', 'There is no function explode'],
    ['object.a.all(x, x.all(y, y.all(z, z == 1)))', 'Loops may stand 2 deep'],
    [`object.a == "${'a'.repeat(2_000)}"`, '2000 characters'],
  ])('%s', (expression, message) => {
    expect(() => rule(expression)).toThrow(ExpressionError)
    expect(() => rule(expression)).toThrow(message)
  })
})

test('a loop within a loop does not go over very long lists', () => {
  const long = { ...DEPLOYMENT, spec: { ...DEPLOYMENT.spec, list: Array.from({ length: 5_000 }, (_, at) => at) } }
  const nested = 'object.spec.list.all(x, object.spec.list.all(y, x != y))'
  expect(results(nested, {}, [long])).toMatchObject([
    { state: 'not_assessable', text: expect.stringContaining('1000') },
  ])
  expect(results('object.spec.list.all(x, x >= 0)', {}, [long])).toMatchObject([{ state: 'fail' }])
})

test('a pattern that takes others for ever takes no time', () => {
  const hostile = { ...DEPLOYMENT, metadata: { ...DEPLOYMENT.metadata, annotations: { a: `${'a'.repeat(30_000)}!` } } }
  expect(results('metadata.annotations.a.matches("^(a+)+$")', {}, [hostile])).toMatchObject([{ state: 'pass' }])
})
