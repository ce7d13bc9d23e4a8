import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { certificateAuthority } from '../../test/api-server/certificates.ts'
import { closeSources, kind, names, startSource } from '../../test/cluster-source.ts'
import { type ExecProgram, execCredential, execProgram } from '../../test/exec-program.ts'
import { hashOfCommand } from './exec-command.ts'

const never = new AbortController().signal
let program: ExecProgram
beforeEach(async () => {
  program = await execProgram()
})
afterEach(async () => {
  await closeSources()
  await program.remove()
})

const exec = () => ({ apiVersion: 'client.authentication.k8s.io/v1', command: program.file, args: ['token'] })

/** A source whose context signs in by the program, which is allowed while `permitted` says so. */
async function start(permitted: () => string | undefined = () => hashOfCommand(exec())) {
  return startSource({ pods: 3 }, { credentials: 'none', user: { exec: exec() } }, undefined, {
    permitOf: async () => permitted(),
    environment: { PATH: process.env['PATH'] },
  })
}

test('a cluster is read with the token of the program, which is run once', async () => {
  const { api, source } = await start()
  await program.answers(execCredential({ token: api.access.token }))
  expect((await source.identify(never)).uid).toBe(api.uid)
  expect(await names(source.pages(kind('Pod'), never))).toHaveLength(3)
  expect((await program.runs()).map(({ args }) => args)).toEqual([['token']])
})

test('a token that is no longer taken is asked for anew, once', async () => {
  const { api, source } = await start()
  await program.answers(execCredential({ token: api.access.token }))
  await source.identify(never)
  api.access.token = 'rotated'
  await program.answers(execCredential({ token: 'rotated' }))
  expect((await source.identify(never)).uid).toBe(api.uid)
  expect(await program.runs()).toHaveLength(2)
})

test('a new token that is not taken either is an end', async () => {
  const { source } = await start()
  await program.answers(execCredential({ token: 'wrong' }))
  await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect(await program.runs()).toHaveLength(2)
})

test('a watch is opened with a new token when the old one is no longer taken', async () => {
  const { api, source } = await start()
  await program.answers(execCredential({ token: api.access.token }))
  await names(source.pages(kind('Pod'), never))
  api.access.token = 'rotated'
  await program.answers(execCredential({ token: 'rotated' }))
  const events = source.watch?.(kind('Pod'), String(api.store.resourceVersion), never)[Symbol.asyncIterator]()
  expect((await events?.next())?.value).toEqual({ type: 'OPEN' })
  expect(await program.runs()).toHaveLength(2)
  await events?.return?.()
})

test('a client certificate of the program is shown, and the next one in its place', async () => {
  const { api, source } = await start()
  const other = await (await certificateAuthority()).client('stranger')
  await program.answers(
    execCredential({
      clientCertificateData: other.certificate,
      clientKeyData: other.key,
      expirationTimestamp: new Date().toISOString(),
    }),
  )
  await expect(source.identify(never)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const { users } = parse(api.kubeconfig({ credentials: 'certificate' }))
  const { 'client-certificate-data': certificate, 'client-key-data': key } = users[0].user
  await program.answers(execCredential({ clientCertificateData: pem(certificate), clientKeyData: pem(key) }))
  expect((await source.identify(never)).uid).toBe(api.uid)
  expect(api.requests.every((request) => request.headers.authorization === undefined)).toBe(true)
})

test('a key that cannot be read is told', async () => {
  const { source } = await start()
  await program.answers(execCredential({ clientCertificateData: 'no certificate', clientKeyData: 'no key' }))
  await expect(source.identify(never)).rejects.toMatchObject({ code: 'INVALID_KUBECONFIG' })
})

test('a source is not opened without a permit', async () => {
  await expect(start(() => undefined)).rejects.toMatchObject({ code: 'EXEC_NOT_ALLOWED' })
})

test('a permit that is withdrawn while a cluster is read ends it when the program would be run again', async () => {
  let permitted: string | undefined = hashOfCommand(exec())
  const { api, source } = await start(() => permitted)
  await program.answers(execCredential({ token: api.access.token }))
  await source.identify(never)
  permitted = undefined
  api.access.token = 'rotated'
  await expect(source.identify(never)).rejects.toMatchObject({ code: 'EXEC_NOT_ALLOWED' })
  expect(await program.runs()).toHaveLength(1)
})

test('whom the context acts as is kept', async () => {
  const { api, source } = await startSource(
    {},
    { credentials: 'none', user: { exec: exec(), as: 'auditor', 'as-groups': ['readers'] } },
    undefined,
    { permitOf: async () => hashOfCommand(exec()), environment: { PATH: process.env['PATH'] } },
  )
  await program.answers(execCredential({ token: api.access.token }))
  await source.identify(never)
  expect(api.requests[0]?.headers).toMatchObject({ 'impersonate-user': 'auditor', 'impersonate-group': 'readers' })
})

function pem(base64: string): string {
  return Buffer.from(base64, 'base64').toString()
}
