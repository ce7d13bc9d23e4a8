import { expect, test } from 'vitest'
import { MOST_CHARACTERS, objectSource } from './object-source.ts'

const content = {
  spec: {
    template: {
      spec: {
        containers: [
          { name: 'side', image: 'side:1' },
          { name: 'app', image: 'app:1', securityContext: { privileged: true }, args: ['--first\nand: second'] },
        ],
      },
    },
  },
  metadata: { name: 'web', namespace: 'shop', labels: { 'app.kubernetes.io/name': 'web' } },
}

/** The lines that are lit, and whether it stands there. */
function lit(path: string, object: object = content, kind = 'Deployment') {
  const { yaml, firstLine, lastLine, present } = objectSource(
    { kind, apiVersion: 'apps/v1', content: JSON.stringify(object) },
    path,
  )
  if (firstLine === undefined || lastLine === undefined) return [[], present]
  const lines = yaml.split('\n').slice(firstLine - 1, lastLine)
  return [lines.map((line) => line.trim()), present]
}

const POD = 'spec.template.spec'

test.each([
  ['a value', `${POD}.containers[1].securityContext.privileged`, ['privileged: true']],
  ['a part of an object', `${POD}.containers[1].securityContext`, ['securityContext:', 'privileged: true']],
  ['a member of a list', `${POD}.containers[0]`, ['- name: side', 'image: side:1']],
  ['a key of the users', 'metadata.labels[app.kubernetes.io/name]', ['app.kubernetes.io/name: web']],
  ['a text of several lines', `${POD}.containers[1].args[0]`, ['- |-', '--first', 'and: second']],
])('%s is found by its lines', (_name, path, lines) => {
  expect(lit(path)).toEqual([lines, true])
})

test('what is missing is lit by the first line of the nearest that it would stand in', () => {
  expect(lit(`${POD}.containers[0].securityContext.privileged`)).toEqual([['- name: side'], false])
  expect(lit('status.phase')).toEqual([[], false])
  expect(lit('')).toEqual([[], true])
})

test('an object is written as people write it, whatever the order in which it is stored', () => {
  const { yaml } = objectSource({ kind: 'Deployment', apiVersion: 'apps/v1', content: JSON.stringify(content) }, '')
  expect(yaml).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n {2}name: web/)
})

test('of a ConfigMap no value is told, for none is kept', () => {
  const stored = { keys: [{ name: 'DB_PASSWORD', patterns: ['named'] }, { name: 'mode' }], metadata: { name: 'c' } }
  expect(lit('data[DB_PASSWORD]', stored, 'ConfigMap')).toEqual([['DB_PASSWORD: «pattern named»'], true])
  expect(lit('data[mode]', stored, 'ConfigMap')).toEqual([['mode: «not kept»'], true])
})

test('what is too large to be read again is not told, and says so', () => {
  const large = JSON.stringify({ spec: 'x'.repeat(MOST_CHARACTERS) })
  expect(objectSource({ kind: 'Node', apiVersion: 'v1', content: large }, 'spec')).toMatchObject({
    yaml: '',
    complete: false,
  })
})

test('what looks like a document of its own stays a text', () => {
  const hostile = { metadata: { name: 'a', annotations: { '&a': '*a', '!!js': '--- \n{{ x: &x [*x] }}', '<<': 'b' } } }
  expect(lit('metadata.annotations[<<]', hostile)).toEqual([['<<: b'], true])
})
