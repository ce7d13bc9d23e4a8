import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { apiServer } from '../../test/api-server/api-server.ts'
import { pod, service } from '../../test/exposure-objects.ts'
import { UsageError } from './command.ts'
import { exposure } from './exposure.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposure-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const OPEN = service('LoadBalancer', { published: [{ ip: '8.8.4.4' }] })
const PORTS = [{ containerPort: 8080 }, { containerPort: 9090 }]
const POD = pod('web', { spec: { containers: [{ name: 'main', ports: PORTS }] } })

test('each declared port has a row with its strongest verdict', async () => {
  const { output } = await run([await file([POD, OPEN]), '--format', 'tsv'])
  expect(output.split('\n')).toEqual([
    'namespace\tworkload\tkind\tprotocol\tport\tverdict\tentry\tsources\treasons',
    'app\tweb\tPod\tTCP\t8080\tinternet\tLoadBalancer app/web:80\t0.0.0.0/0\tnodePortUnallocated',
    'app\tweb\tPod\tTCP\t9090\tnone\t-\t-\t-',
    '',
  ])
})

test.each([
  ['internet', 1],
  ['restricted', 1],
])('a port that is open to the internet fails on %s', async (verdict, status) => {
  expect((await run([await file([POD, OPEN]), '--fail-on', verdict])).status).toBe(status)
})

test('an object that stands twice counts as it stands last, and that is said', async () => {
  const { status, output, errors } = await run([await file([POD, OPEN, service('ClusterIP')]), '--format', 'tsv'])
  expect(output).toContain('8080\tnone')
  expect([status, errors]).toEqual([0, 'Service app/web stands more than once: the last one counts.\n'])
})

test('against a baseline only what is wider is told, and failed on', async () => {
  const closed = await file([POD, service('ClusterIP')])
  const open = await file([POD, OPEN])
  const opened = await run([open, '--baseline', closed, '--format', 'markdown', '--fail-on', 'internet'])
  expect(opened.status).toBe(1)
  expect(opened.output).toContain('This change opens 8080/TCP of Pod app/web to the internet')
  expect(opened.output).not.toContain('9090')
  const same = await run([open, '--baseline', open, '--format', 'markdown', '--fail-on', 'internet'])
  expect([same.status, same.output]).toEqual([0, '### Exposure\n\nThis change opens nothing.\n'])
})

test('more sources at the same verdict are a widening', async () => {
  const limited = (...ranges: string[]) =>
    service('LoadBalancer', { published: [{ ip: '8.8.4.4' }], spec: { loadBalancerSourceRanges: ranges } })
  const before = await file([POD, limited('8.9.0.0/16')])
  const after = await file([POD, limited('8.9.0.0/16', '8.10.0.0/16')])
  const { output } = await run([after, '--baseline', before, '--format', 'json'])
  const { rows } = JSON.parse(output) as { rows: unknown[] }
  expect(rows).toMatchObject([{ port: 8080, verdict: 'restricted', change: 'widened', before: 'restricted' }])
  expect((await run([before, '--baseline', after, '--format', 'tsv'])).output.trimEnd().split('\n')).toHaveLength(1)
})

test('what manifests hold ends no cell and makes no markup', async () => {
  const name = 'a|b](http://evil.example) @all\n\u001b[2J<b>'
  const path = await file([pod(name, { labels: { app: 'web' } }), OPEN])
  const { output } = await run([path, '--format', 'markdown'])
  expect(output.trimEnd().split('\n')).toHaveLength(5)
  expect(output).not.toMatch(/a\|b|http:|@all|<b>|\]\(/)
  expect(output).not.toContain('\u001b')
  expect((await run([path, '--format', 'tsv'])).output.trimEnd().split('\n')).toHaveLength(2)
})

test('a kind that a snapshot could not read makes the answer incomplete', async () => {
  const gap = { reason: 'FORBIDDEN', message: 'Not allowed.', advice: 'Allow it.' }
  const breakwater = { format: 1, takenAt: '2026-01-01T00:00:00Z', cluster: { uid: 'u' }, coverage: { Ingress: gap } }
  const path = join(folder, 'snapshot.json')
  await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [POD, OPEN], breakwater }))
  const { status, output, errors } = await run([path, '--format', 'tsv'])
  expect(status).toBe(3)
  expect(output).toContain('9090\tpossible\t-\t-\twaysInUnread')
  expect(errors).toContain('Ingress')
  expect((await run([path, '--allow-incomplete'])).status).toBe(0)
  expect((await run([path, '--fail-on', 'internet'])).status).toBe(1)
})

test('a document that cannot be read is wrong input, and the rest is still told', async () => {
  const path = join(folder, 'broken.yaml')
  await writeFile(path, `${JSON.stringify(POD)}\n---\n{ broken: [\n---\n${JSON.stringify(OPEN)}\n`)
  const { status, output } = await run([path, '--fail-on', 'internet', '--format', 'tsv'])
  expect(status).toBe(2)
  expect(output).toContain('internet')
})

test.each([[['--format', 'xml']], [['--fail-on', 'everything']], [['--context', 'c', 'path']], [[]]])(
  '%j is refused',
  async (args) => {
    await expect(run(args)).rejects.toThrow(UsageError)
  },
)

test('a live cluster is read as a snapshot is', async () => {
  const api = await apiServer({ pods: 2 })
  try {
    const path = await api.kubeconfigFile()
    const context = /current-context: (\S+)/.exec(await readFile(path, 'utf8'))?.[1] ?? ''
    vi.stubEnv('KUBECONFIG', path)
    api.fail('ingresses', { status: 403, times: Number.POSITIVE_INFINITY })
    const { status, output, errors } = await run(['--context', context, '--format', 'json'])
    expect([status, (JSON.parse(output) as { rows: unknown[] }).rows.length > 0]).toEqual([3, true])
    expect(errors).toContain('Ingress was not read')
  } finally {
    await api.close()
  }
})

let files = 0

async function file(objects: readonly object[]): Promise<string> {
  const path = join(folder, `${files++}.json`)
  await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  return path
}

async function run(args: readonly string[]) {
  const [output, errors] = [new PassThrough(), new PassThrough()]
  const printed = Promise.all([text(output), text(errors)])
  const status = await exposure.run(args, { input: Readable.from([]), output, errors })
  output.end()
  errors.end()
  const [written, said] = await printed
  return { status, output: written, errors: said }
}
