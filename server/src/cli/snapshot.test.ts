import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ApiServer, apiServer } from '../../test/api-server/api-server.ts'
import { type ExecProgram, execCredential, execProgram } from '../../test/exec-program.ts'
import { UsageError } from './command.ts'
import { snapshot } from './snapshot.ts'

let api: ApiServer
let program: ExecProgram

beforeEach(async () => {
  api = await apiServer({ pods: 3 })
  program = await execProgram()
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: program.file, args: ['token'] }
  vi.stubEnv('KUBECONFIG', await api.kubeconfigFile({ credentials: 'none', user: { exec } }))
  await program.answers(execCredential({ token: api.access.token }))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await api.close()
  await program.remove()
})

test('a program that a context signs in by is shown and not run unless it is allowed', async () => {
  const refused = run([])
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(`"${program.file}" "token". Give --allow-exec`)
  expect(await program.runs()).toEqual([])
})

test('allowed, it signs in and the cluster is written', async () => {
  const written = JSON.parse(await run(['--allow-exec', '--allow-incomplete'])) as { items: { kind: string }[] }
  expect(written.items.filter(({ kind }) => kind === 'Pod')).toHaveLength(3)
  expect(await program.runs()).toHaveLength(1)
})

async function run(args: readonly string[]): Promise<string> {
  const output = new PassThrough()
  const printed = text(output)
  await snapshot.run(args, { input: Readable.from([]), output, errors: new PassThrough().resume() })
  output.end()
  return printed
}
