import { audit } from '@breakwater/drizzle/tables/access.ts'
import { cluster, execPermit } from '@breakwater/drizzle/tables/cluster.ts'
import { eq, inArray } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { administrator, answer, contextOf, errorCodes } from '../../../schema/test/api.ts'
import { type ApiServer, apiServer } from '../../test/api-server/api-server.ts'
import { ClusterWorld, runItems } from '../../test/cluster-world.ts'
import { type ExecProgram, execCredential, execProgram } from '../../test/exec-program.ts'
import { quiet } from '../../test/sync-world.ts'
import { createMasker } from '../secrets/mask.ts'
import type { TaskError } from '../tasks/definition.ts'
import { createWatches } from './watch/watches.ts'

/** The machine may be busy. */
const PATIENCE = { timeout: 20_000, interval: 100 }
const SECRET = 'hunter2-hunter2-hunter2'

let world: ClusterWorld
let server: ApiServer
let program: ExecProgram
beforeAll(async () => {
  world = await ClusterWorld.open()
})
afterAll(() => world.close())
beforeEach(async () => {
  server = await apiServer({ pods: 2 })
  program = await execProgram()
  await program.answers(execCredential({ token: server.access.token }))
  await writeCommand()
})
afterEach(async () => {
  await world.database.db.delete(execPermit)
  await world.database.db.delete(audit)
  await server.close()
  await program.remove()
})

const exec = (change: object = {}) => ({
  apiVersion: 'client.authentication.k8s.io/v1',
  command: program.file,
  args: ['eks', 'get-token', `--token=${SECRET}`],
  env: [
    { name: 'AWS_PROFILE', value: 'prod' },
    { name: 'CLIENT_SECRET', value: SECRET },
  ],
  ...change,
})
const kubeconfig = (change?: object) => server.kubeconfig({ credentials: 'none', user: { exec: exec(change) } })
const writeCommand = (change?: object) => world.writeKubeconfig(kubeconfig(change))

const EXEC = `exec { command path args env { name value } apiVersion interactiveMode givesClusterInfo runsAs hash allowable permitted
  permittedAt permittedBy changedSincePermitted }`
const context = () => contextOf(world.database, administrator, { clusters: world.service })
const shown = async () =>
  (await answer(context(), `{ kubeconfigContexts { name usable reason ${EXEC} } }`)).kubeconfigContexts[0]
const allow = async (hash: string, name = 'double') => {
  const { allowExecCommand } = await answer(
    context(),
    `mutation ($input: AllowExecCommandInput!) { allowExecCommand(input: $input) {
      context { name usable ${EXEC} } userErrors { code field } } }`,
    { input: { context: name, hash } },
  )
  return allowExecCommand
}
const withdraw = async (name = 'double') =>
  (
    await answer(
      context(),
      `mutation { withdrawExecCommand(input: { context: "${name}" }) { withdrawn userErrors { code } } }`,
    )
  ).withdrawExecCommand
const audits = () =>
  world.database.db
    .select()
    .from(audit)
    .where(inArray(audit.action, ['allowExecCommand', 'withdrawExecCommand']))
    .orderBy(audit.at)
const permits = () => world.database.db.select().from(execPermit)
const connect = async () => {
  const connected = await world.service.connect({ connection: { context: 'double' } }, administrator)
  await runItems(world.sync, connected.task)
  return connected
}

describe('what is shown', () => {
  test('is the whole command, who would run it, and that nobody has allowed it', async () => {
    expect(await shown()).toMatchObject({
      name: 'double',
      usable: false,
      reason: expect.stringContaining('nobody has allowed'),
      exec: {
        command: program.file,
        path: program.file,
        args: ['eks', 'get-token', expect.stringContaining('--token=')],
        env: [{ name: 'AWS_PROFILE', value: 'prod' }, { name: 'CLIENT_SECRET' }],
        apiVersion: 'client.authentication.k8s.io/v1',
        interactiveMode: '',
        givesClusterInfo: false,
        runsAs: expect.stringMatching(/./),
        allowable: true,
        permitted: false,
        permittedAt: null,
        permittedBy: null,
        changedSincePermitted: false,
      },
    })
  })

  test('hides what looks secret', async () => {
    const { exec: command } = await shown()
    expect(JSON.stringify(command)).not.toContain(SECRET)
    expect(command.env[1].value).toContain('masked')
  })

  test('tells when there is no such program', async () => {
    await writeCommand({ command: 'no-such-program' })
    expect((await shown()).exec).toMatchObject({ command: 'no-such-program', path: null })
  })

  test('is null for a context that signs in by something else', async () => {
    await world.writeKubeconfig(server.kubeconfig())
    expect(await shown()).toMatchObject({ usable: true, exec: null })
  })
})

describe('allowing', () => {
  test('allows the command that was shown, with an audit row', async () => {
    const { hash } = (await shown()).exec
    expect(await allow(hash)).toMatchObject({
      userErrors: [],
      context: {
        usable: true,
        exec: {
          permitted: true,
          permittedBy: 'session:test',
          permittedAt: expect.any(String),
          changedSincePermitted: false,
        },
      },
    })
    expect(await permits()).toMatchObject([{ context: 'double', commandHash: hash, allowedBy: 'session:test' }])
    expect(await audits()).toMatchObject([
      {
        actor: 'session:test',
        action: 'allowExecCommand',
        target: 'double',
        details: { command: JSON.stringify(program.file), hash },
      },
    ])
  })

  test('keeps nothing of the command that may be secret', async () => {
    await allow((await shown()).exec.hash)
    expect(JSON.stringify([await permits(), await audits()])).not.toContain(SECRET)
  })

  test('allows nothing when the kubeconfig has changed in between', async () => {
    const { hash } = (await shown()).exec
    await writeCommand({ args: ['other'] })
    expect(await allow(hash)).toEqual({ context: null, userErrors: [{ code: 'COMMAND_CHANGED', field: ['hash'] }] })
    expect(await permits()).toEqual([])
    expect(await audits()).toMatchObject([{ action: 'allowExecCommand', result: 'COMMAND_CHANGED' }])
  })

  test('puts a newer command in the place of the one before', async () => {
    await allow((await shown()).exec.hash)
    await writeCommand({ args: ['other'] })
    const changed = await shown()
    expect(changed).toMatchObject({
      usable: false,
      reason: expect.stringContaining('has changed since it was allowed'),
      exec: { permitted: false, permittedBy: 'session:test', changedSincePermitted: true },
    })
    await allow(changed.exec.hash)
    expect(await permits()).toMatchObject([{ context: 'double', commandHash: changed.exec.hash }])
    expect(await audits()).toHaveLength(2)
  })

  test('is refused for a context that is not there, or has no command', async () => {
    expect((await allow('x', 'other')).userErrors).toEqual([{ code: 'NOT_FOUND', field: ['context'] }])
    await world.writeKubeconfig(server.kubeconfig())
    expect((await allow('x')).userErrors).toEqual([{ code: 'NO_COMMAND', field: ['context'] }])
  })

  test('is refused for a command that needs a terminal', async () => {
    await writeCommand({ interactiveMode: 'Always' })
    const { exec: command } = await shown()
    expect(command.allowable).toBe(false)
    expect((await allow(command.hash)).userErrors).toEqual([{ code: 'EXEC_NOT_ALLOWED', field: ['context'] }])
    expect(await permits()).toEqual([])
  })

  test('and withdrawing are for administrators', async () => {
    const operator = contextOf(world.database, { ...administrator, role: 'OPERATOR' }, { clusters: world.service })
    for (const document of [
      'mutation { allowExecCommand(input: { context: "double", hash: "x" }) { userErrors { code } } }',
      'mutation { withdrawExecCommand(input: { context: "double" }) { userErrors { code } } }',
    ]) {
      expect(await errorCodes(operator, document)).toEqual(['FORBIDDEN'])
    }
  })
})

describe('a cluster', () => {
  test('is not connected before its command is allowed, and nothing is run', async () => {
    await expect(world.service.connect({ connection: { context: 'double' } }, administrator)).rejects.toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
    })
    expect(await program.runs()).toEqual([])
  })

  test('is tested, connected and synchronized by the command that was allowed', async () => {
    await allow((await shown()).exec.hash)
    const { cluster: row } = await connect()
    expect(row.uid).toBe(server.uid)
    expect(await stateOf(row.uid)).toMatchObject({ state: 'RUNNING' })
    expect((await program.runs())[0]?.args).toEqual(['eks', 'get-token', `--token=${SECRET}`])
  })

  test('fails with cause and advice once the permit is withdrawn, with an audit row', async () => {
    await allow((await shown()).exec.hash)
    const { cluster: row, task } = await connect()
    expect(await withdraw()).toEqual({ withdrawn: true, userErrors: [] })
    expect(await permits()).toEqual([])
    expect((await audits()).at(-1)).toMatchObject({ action: 'withdrawExecCommand', target: 'double' })
    const before = (await program.runs()).length
    const failed: TaskError = await runItems(world.sync, task).then(
      () => undefined,
      (error) => error,
    )
    expect(failed.cause).toMatchObject({ code: 'EXEC_NOT_ALLOWED' })
    expect(await program.runs()).toHaveLength(before)
    expect(await stateOf(row.uid)).toMatchObject({
      state: 'FAILED',
      stateCause: expect.stringContaining('nobody has allowed'),
      stateAdvice: expect.stringContaining('Connect a cluster'),
    })
  })

  test('is no longer watched once the permit is withdrawn, and is again once it is given back', async () => {
    await allow((await shown()).exec.hash)
    await connect()
    const { database, sources, key } = world
    const pauses = { lookMs: 500, firstMs: 100 }
    const watches = createWatches({ database, sources, masker: createMasker(key.key), log: quiet, owner: 'me', pauses })
    await watches.start()
    await expect.poll(() => server.openWatches('pods').length, PATIENCE).toBe(1)
    await withdraw()
    await expect.poll(() => server.openWatches().length, PATIENCE).toBe(0)
    await allow((await shown()).exec.hash)
    await expect.poll(() => server.openWatches('pods').length, PATIENCE).toBe(1)
    await watches.stop()
  }, 45_000)

  test('whose program fails is told so by the test, without a word that it printed', async () => {
    await allow((await shown()).exec.hash)
    await program.does(`console.error('${SECRET}'); console.log('${SECRET}'); process.exit(7)`)
    const report = await world.service.test({ context: 'double' }, new AbortController().signal)
    expect(report).toMatchObject({
      ok: false,
      steps: [{ step: 'CONFIGURATION', code: 'EXEC_FAILED', message: expect.stringContaining('exit status 7') }],
    })
    expect(JSON.stringify(report)).not.toContain(SECRET)
  })

  test('of an uploaded kubeconfig is not read by a command, not even under the name of a context whose is allowed', async () => {
    await allow((await shown()).exec.hash)
    const connection = { kubeconfig: { text: kubeconfig(), context: 'double' } }
    await expect(world.service.connect({ connection }, administrator)).rejects.toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
      message: expect.stringContaining('never'),
    })
    expect(await program.runs()).toEqual([])
  })
})

test('withdrawing what is not allowed changes nothing, and its audit row says so', async () => {
  expect(await withdraw('other')).toEqual({ withdrawn: false, userErrors: [] })
  expect(await audits()).toMatchObject([{ action: 'withdrawExecCommand', result: 'NOT_FOUND' }])
})

async function stateOf(uid: string) {
  const [row] = await world.database.db.select().from(cluster).where(eq(cluster.uid, uid))
  return row
}
