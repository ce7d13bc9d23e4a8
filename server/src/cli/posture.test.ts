import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { apiServer } from '../../test/api-server/api-server.ts'
import { pod } from '../../test/exposure-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { UsageError } from './command.ts'
import { posture } from './posture.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posture-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const container = (name: string, privileged: boolean) => ({ name, image: 'app:1', securityContext: { privileged } })
const PLAIN = pod('web', { spec: { containers: [container('main', false)] } })
const PRIVILEGED = pod('web', { spec: { containers: [container('side', false), container('main', true)] } })
const RULE = ['--rule', 'KC-001', '--allow-incomplete']

test('each object has a row for each rule, with the place where it fails', async () => {
  const { output, status } = await run([await file([PRIVILEGED]), ...RULE, '--format', 'tsv'])
  expect(output.split('\n')).toEqual([
    'rule\tresult\tkind\tnamespace\tname\tpath',
    'KC-001\tfail\tPod\tapp\tweb\tspec.containers[1].securityContext.privileged',
    '',
  ])
  expect(status).toBe(0)
  const passing = await run([await file([PLAIN]), ...RULE, '--format', 'tsv'])
  expect(passing.output).toContain('KC-001\tpass\tPod\tapp\tweb\t-\n')
})

test('a table is for people: what passes is left out, and each failure says what is wrong', async () => {
  const { output } = await run([await file([PRIVILEGED]), ...RULE])
  expect(output).toContain('Container main runs privileged.')
  expect((await run([await file([PLAIN]), ...RULE])).output.trim().split('\n')).toHaveLength(1)
})

test.each([
  ['critical', 1],
  ['low', 1],
])('a critical failure fails on %s', async (severity, status) => {
  expect((await run([await file([PRIVILEGED]), ...RULE, '--fail-on', severity])).status).toBe(status)
})

test('a milder rule than asked for does not fail', async () => {
  const args = ['--rule', 'KC-012', '--allow-incomplete', '--fail-on', 'high']
  expect((await run([await file([PLAIN]), ...args])).status).toBe(0)
})

test('against a baseline only what is new is told, wherever the container stands in its list', async () => {
  const before = pod('web', { spec: { containers: [container('main', true)] } })
  const moved = await run([await file([PRIVILEGED]), '--baseline', await file([before]), ...RULE, '--fail-on', 'low'])
  expect([moved.status, moved.output.trim().split('\n')]).toEqual([0, [expect.stringMatching(/^RULE/)]])
  const args = ['--baseline', await file([PLAIN]), ...RULE, '--format', 'markdown', '--fail-on', 'low']
  const worse = await run([await file([PRIVILEGED]), ...args])
  expect(worse.status).toBe(1)
  expect(worse.output).toContain('**Privileged container** (KC-001, critical)')
})

test('JSON says why, how to mend it, and the command that does', async () => {
  const spec = { template: { spec: PRIVILEGED['spec'] } }
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'app' }, spec }
  const { output } = await run([await file([deployment]), ...RULE, '--format', 'json'])
  const { rules, results } = JSON.parse(output)
  expect(rules).toMatchObject([{ id: 'KC-001', severity: 'critical', why: expect.any(String) }])
  expect(results[0].fix.args).toEqual([
    ...['kubectl', 'patch', 'deployment', 'web', '-n', 'app', '--type', 'json', '-p'],
    JSON.stringify([
      { op: 'test', path: '/spec/template/spec/containers/1/name', value: 'main' },
      { op: 'replace', path: '/spec/template/spec/containers/1/securityContext/privileged', value: false },
    ]),
  ])
  // A pod that is there takes no such change.
  const ofPod = await run([await file([PRIVILEGED]), ...RULE, '--format', 'json'])
  expect(JSON.parse(ofPod.output).results[0].fix).toMatchObject({ args: [], note: expect.stringContaining('anew') })
})

test('what is set for a server is set here as an option', async () => {
  const args = ['--rule', 'KC-036', '--allow-incomplete', '--format', 'tsv', await file([PLAIN])]
  const allowing = (place: string) => ['--setting', `configuration.allowedRegistries=${place}`]
  expect((await run([...args, ...allowing('docker.io,ghcr.io/acme')])).output).toContain('KC-036\tpass\tPod')
  expect((await run([...args, ...allowing('ghcr.io/acme')])).output).toContain('KC-036\tfail\tPod')
})

test('SARIF holds failures alone, each with its rule', async () => {
  const { output } = await run([await file([PRIVILEGED, pod('other')]), ...RULE, '--format', 'sarif'])
  const [{ tool, results }] = JSON.parse(output).runs
  expect(tool.driver.rules).toMatchObject([{ id: 'KC-001', properties: { 'security-severity': '9.5' } }])
  expect(results).toMatchObject([{ ruleId: 'KC-001', ruleIndex: 0, level: 'error' }])
})

test('a broken document is named, the rest is judged, and the status is 2', async () => {
  const path = await file([PRIVILEGED])
  await writeFile(join(folder, 'broken.yaml'), 'kind: Pod\n  metadata: [')
  const { status, output, errors } = await run([path, join(folder, 'broken.yaml'), ...RULE, '--format', 'tsv'])
  expect([status, output.split('\n').length]).toEqual([2, 3])
  expect(errors).toContain('broken.yaml:')
})

test.each([
  [['--rule', 'KC-999', 'x'], 'There is no rule KC-999.'],
  [['--fail-on', 'awful', 'x'], '--fail-on takes critical, high, medium, low.'],
  [['--format', 'xml', 'x'], '--format takes table, tsv, json, markdown, sarif.'],
  [['--kubernetes-version', 'new', 'x'], '--kubernetes-version takes a version such as 1.34.'],
  [['--setting', 'allowed=x', 'x'], '--setting takes NAME=VALUE, with one of configuration.allowedRegistries'],
  [['--setting', 'configuration.mostMemory=lots', 'x'], 'configuration.mostMemory: A quantity above 0'],
  [['--context', 'a', 'x'], 'Give paths or --context, not both'],
  [['--frob'], 'posture takes paths or --context NAME'],
])('%j is refused with what to do', async (args, message) => {
  await expect(run(args)).rejects.toThrow(UsageError)
  await expect(run(args)).rejects.toThrow(message)
})

test('a live cluster is judged, and a kind that may not be read makes the answer incomplete', async () => {
  const api = await apiServer({ objects: [PRIVILEGED] })
  try {
    vi.stubEnv('KUBECONFIG', await api.kubeconfigFile())
    const whole = await run(['--context', 'double', '--rule', 'KC-001', '--format', 'tsv'])
    expect([whole.status, whole.output]).toEqual([0, expect.stringContaining('KC-001\tfail\tPod\tapp\tweb')])
    api.access.forbid('pods')
    const part = await run(['--context', 'double', '--rule', 'KC-001'])
    expect([part.status, part.errors]).toEqual([3, expect.stringContaining('Pod was not read')])
  } finally {
    await api.close()
  }
})

async function file(objects: readonly KubernetesObject[]): Promise<string> {
  const path = join(folder, `${Math.random()}.json`)
  await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  return path
}

async function run(args: readonly string[]): Promise<{ status: number; output: string; errors: string }> {
  const [output, errors] = [new PassThrough(), new PassThrough()]
  const status = await posture.run(args, { input: Readable.from([]), output, errors })
  output.end()
  errors.end()
  return { status, output: await text(output), errors: await text(errors) }
}
