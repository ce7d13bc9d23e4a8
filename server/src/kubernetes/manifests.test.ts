import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MANIFEST_LIMITS, type ManifestLimits, readManifests } from './manifests.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n'

describe('reading', () => {
  test('documents separated by --- are objects each', () => {
    const { objects, problems } = read(`# a comment\n---\n${POD}---\n${POD.replace('web', 'db')}...\n---\n`)
    expect(objects.map((object) => object.metadata?.name)).toEqual(['web', 'db'])
    expect(problems).toEqual([])
  })

  test('JSON is read, with a byte order mark as well', () => {
    const { objects } = read('\ufeff{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}}')
    expect(objects).toEqual([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }])
  })

  test('JSON documents separated by --- are read', () => {
    const json = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}}'
    expect(read(`${json}\n---\n${json}`).objects).toHaveLength(2)
  })

  test('a flow mapping that is not JSON is read as YAML', () => {
    expect(read('{apiVersion: v1, kind: Pod, metadata: {name: web}}').objects).toHaveLength(1)
  })

  test('a List is taken apart, in YAML and one list within another', () => {
    const { objects, lists } = read(
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n' +
        '- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: Pod, metadata: {name: b}}]\n',
    )
    expect(objects.map((object) => object.metadata?.name)).toEqual(['a', 'b'])
    expect(lists.map((list) => list.kind)).toEqual(['List', 'List'])
  })

  test('members of a list of one kind get their kind from it', () => {
    const { objects } = read('{"apiVersion":"apps/v1","kind":"DeploymentList","items":[{"metadata":{"name":"web"}}]}')
    expect(objects).toEqual([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }])
  })

  test('an empty list of one kind tells that the kind was asked for', () => {
    const { lists } = read('{"apiVersion":"v1","kind":"PodList","metadata":{},"items":[]}')
    expect(lists).toEqual([{ apiVersion: 'v1', kind: 'PodList', metadata: {} }])
  })

  test('a kind that ends in List without items is an object', () => {
    expect(read('{apiVersion: x/v1, kind: AllowList, metadata: {name: a}}').objects).toHaveLength(1)
  })

  test('numbers, booleans and dates are read as Kubernetes reads them', () => {
    const spec = 'spec: {mode: 0644, on: yes, y: y, time: 10:30, at: 2026-01-02T03:04:05Z, big: 1_000, nan: .nan}'
    expect(read(`${POD}${spec}`).objects[0]?.['spec']).toEqual({
      mode: 420,
      true: true,
      y: 'y',
      time: '10:30',
      at: '2026-01-02T03:04:05Z',
      big: 1000,
      nan: null,
    })
  })

  test('merge keys and a few aliases work', () => {
    const { objects } = read(`${POD}a: &a {x: 1}\nb: {<<: *a, z: 2}\nc: *a\n`)
    expect(objects[0]).toMatchObject({ b: { x: 1, z: 2 }, c: { x: 1 } })
  })
})

describe('problems', () => {
  test('a broken document is named with file and line, and the others are returned', () => {
    const { objects, problems } = read(`${POD}---\nkind: Service\nmetadata:\n  name: "web\n---\n${POD}`)
    expect(objects).toHaveLength(2)
    expect(problems).toMatchObject([{ code: 'SYNTAX', file: 'a.yaml', line: 8, kind: 'Service' }])
  })

  test('the line of broken JSON is told', () => {
    const { problems } = read('{"apiVersion": "v1",\n"kind": "Pod",\n"metadata": {]}')
    expect(problems).toMatchObject([{ code: 'SYNTAX', line: 3 }])
  })

  test('a message never quotes the text', () => {
    const { problems } = read('password: "hunter2\n---\n{"token": hunter2 hunter2}\n---\na: *hunter2\n')
    expect(problems).toHaveLength(3)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  test('a template is recognized', () => {
    expect(read('kind: Pod\nmetadata:\n  {{- with .Values.x }}\n  a: b\n').problems[0]?.message).toContain('template')
  })

  test('what is no Kubernetes object is named', () => {
    expect(read('replicas: 3\nimage: nginx\n').problems).toMatchObject([{ code: 'NOT_AN_OBJECT', line: 1 }])
  })

  test('an object without a name is named by its kind', () => {
    expect(read('apiVersion: v1\nkind: Pod\n').problems).toMatchObject([{ code: 'NAMELESS', kind: 'Pod' }])
  })

  test('null, an empty text and comments are no problem', () => {
    expect(read('')).toEqual({ objects: [], lists: [], problems: [] })
    expect(read('---\n# nothing\n---\nnull\n---\n')).toEqual({ objects: [], lists: [], problems: [] })
  })

  test('a broken kind in an owner is not taken for the kind of the document', () => {
    expect(read('metadata:\n  ownerReferences:\n  - kind: Job\n  x: "\n').problems).toMatchObject([{ kind: undefined }])
  })
})

describe('hostile texts', () => {
  test('aliases that multiply are refused at once', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...[...'bcdefghij'].map(nine)].join('\n')
    expect(timed(() => read(bomb).problems)).toMatchObject([{ code: 'TOO_MANY_ALIASES' }])
  })

  test('many aliases of many anchors are refused at once', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `- &a${i} x\n- *a${i}`).join('\n')
    expect(timed(() => read(text).problems)).toMatchObject([{ code: 'TOO_MANY_ALIASES' }])
  })

  test('an alias of what contains it is refused', () => {
    expect(read(`${POD}a: &a [*a]\n`).problems).toMatchObject([{ code: 'TOO_DEEP' }])
  })

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['braces', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(200_000)],
    ['question marks', '? '.repeat(200_000)],
    ['JSON', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ])('depth made of %s is refused', (_, text) => {
    expect(timed(() => read(text).problems)).toMatchObject([{ code: 'TOO_DEEP' }])
  })

  test('large shared values that aliases write out are refused', () => {
    const limits = { ...MANIFEST_LIMITS, maxValues: 1_000 }
    const text = `${POD}a: &a [${'x,'.repeat(300)}]\nb: [*a, *a, *a, *a]\n`
    expect(read(text, limits).problems).toMatchObject([{ code: 'TOO_LARGE' }])
  })

  test.each([
    ['YAML', `${POD}__proto__: {polluted: yes}\nlabels: {__proto__: {polluted: yes}, constructor: x}\n`],
    [
      'JSON',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"__proto__":{"polluted":1},"labels":{"constructor":"x","__proto__":{"polluted":1}}}',
    ],
  ])('__proto__ keys in %s are dropped and constructor is a plain key', (_, text) => {
    const object = read(text).objects[0]
    expect(Object.assign({}, object)).not.toHaveProperty('polluted')
    expect(object?.['labels']).toEqual({ constructor: 'x' })
    expect({}).not.toHaveProperty('polluted')
  })

  test('a tag that other readers run is text', () => {
    expect(read(`${POD}x: !!js/function "return 1"\n`).objects[0]?.['x']).toBe('return 1')
  })

  test('files beyond the total size are not read', () => {
    const limits = { ...MANIFEST_LIMITS, maxTotalBytes: 100 }
    const { objects, problems } = readManifests(
      [
        { name: 'a.yaml', text: POD },
        { name: 'b.yaml', text: `${POD}#${'x'.repeat(100)}` },
      ],
      limits,
    )
    expect(objects).toHaveLength(1)
    expect(problems).toMatchObject([{ code: 'TOO_LARGE', file: 'b.yaml' }])
  })

  test('documents beyond the limit are not read', () => {
    const { objects, problems } = read(`${POD}---\n`.repeat(5), { ...MANIFEST_LIMITS, maxDocuments: 3 })
    expect(objects).toHaveLength(3)
    expect(problems).toMatchObject([{ code: 'TOO_LARGE', line: 15 }])
  })

  test('YAML beyond its own limit is not read, JSON beside it is', () => {
    const text = `${POD}---\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"json"}}\n`
    const { objects, problems } = read(text, { ...MANIFEST_LIMITS, maxYamlBytes: 10 })
    expect(objects.map((object) => object.metadata?.name)).toEqual(['json'])
    expect(problems).toMatchObject([{ code: 'TOO_LARGE', message: expect.stringContaining('JSON') }])
  })
})

test('no text makes it throw', () => {
  const piece = oneof(
    string(),
    constantFrom(
      '---\n',
      'a: ',
      '- ',
      '&a ',
      '*a',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|\n ',
      '? ',
      '<<: ',
      '!!',
      '\n',
      '  ',
      '%YAML',
    ),
  )
  assert(
    property(array(piece, { maxLength: 30 }), (pieces) => {
      read(pieces.join(''))
    }),
    { numRuns: 2_000 },
  )
})

function read(text: string, limits: ManifestLimits = MANIFEST_LIMITS) {
  return readManifests([{ name: 'a.yaml', text }], limits)
}

function nine(letter: string, index: number): string {
  const before = String.fromCharCode('a'.charCodeAt(0) + index)
  return `${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`
}

/** Runs `work` and holds it to two seconds: a bomb that is refused only after minutes is not refused. */
function timed<T>(work: () => T): T {
  const start = performance.now()
  const result = work()
  expect(performance.now() - start).toBeLessThan(2_000)
  return result
}
