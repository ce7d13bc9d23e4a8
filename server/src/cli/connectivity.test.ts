import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { connectivity } from './connectivity.ts'

const POD = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: x, labels: {pod: ${name}}}\nspec: {containers: [{name: c, image: i}]}\n`
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only-b, namespace: x}
spec:
  podSelector: {matchLabels: {pod: a}}
  ingress:
  - from: [{podSelector: {matchLabels: {pod: b}}}]
    ports: [{port: 80}]
  - from: [{ipBlock: {cidr: 8.0.0.0/8}}]
`
const MANIFESTS = [POD('a'), POD('b'), POD('c'), POLICY].join('---\n')

test('a layer is printed as tab-separated rows', async () => {
  const { output, status } = await run(['-', '--layer', 'external-in', '--format', 'tsv'], MANIFESTS)
  expect(output.split('\n')[0]).toBe(
    'layer\tnamespace\tworkload\tkind\tprotocol\tport_from\tport_to\tfrom_or_to\tpublic',
  )
  expect(output).toContain('external-in\tx\ta\tPod\tTCP\t1\t65535\t8.0.0.0-8.255.255.255\tsome\n')
  expect(status).toBe(0)
})

test('the matrix tells ingress, egress and both for each pair of workloads', async () => {
  const args = ['-', '--matrix', '--ports', '80,81', '--protocols', 'TCP', '--format', 'tsv']
  const { output } = await run(args, MANIFESTS)
  expect(output).toContain('x/b\tx/a\tTCP\t80\tallow\tallow\tallow\n')
  expect(output).toContain('x/b\tx/a\tTCP\t81\tdeny\tallow\tdeny\n')
  expect(output).toContain('x/c\tx/a\tTCP\t80\tdeny\tallow\tdeny\n')
})

test('a broken document is named with its line, the rest is analyzed, and the status is 2', async () => {
  const { output, errors, status } = await run(['-', '--format', 'tsv'], `${MANIFESTS}---\nkind: [\n`)
  expect(errors).toMatch(/^standard input:\d+: /)
  expect(output).toContain('external-in\tx\tb\tPod')
  expect(status).toBe(2)
})

test('a matrix without ports is refused', async () => {
  await expect(run(['-', '--matrix'], MANIFESTS)).rejects.toThrow('--matrix needs --ports')
})

async function run(args: readonly string[], input: string) {
  const [output, errors] = [new PassThrough(), new PassThrough()]
  const printed = Promise.all([text(output), text(errors)])
  const status = await connectivity.run(args, { input: Readable.from([input]), output, errors }).finally(() => {
    output.end()
    errors.end()
  })
  const [out, err] = await printed
  return { output: out, errors: err, status }
}
