import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ExecProgram, execCredential, execProgram } from '../../test/exec-program.ts'
import { type ExecCredentialsOptions, execCredentials } from './exec-credential.ts'
import type { ClusterEntry, ExecEntry } from './kubeconfig.ts'
import { SourceError } from './source.ts'

const never = new AbortController().signal
const SECRET = 'hunter2-hunter2'
const V1 = 'client.authentication.k8s.io/v1'

let program: ExecProgram
beforeEach(async () => {
  program = await execProgram()
  await program.answers(execCredential({ token: 'a-token' }))
})
afterEach(() => program.remove())

describe('what is run', () => {
  test('the program gets its arguments as they are, with no shell in between', async () => {
    await credentials({ args: ['eks', '$(id); `id`', '--name=a b'] }).get(never)
    expect((await program.runs()).map(({ args }) => args)).toEqual([['eks', '$(id); `id`', '--name=a b']])
  })

  test("the environment is the process's own and the kubeconfig's, which goes before it", async () => {
    await credentials(
      { env: [{ name: 'AWS_PROFILE', value: 'prod' }] },
      { environment: { HOME: '/home/u', AWS_PROFILE: 'other' } },
    ).get(never)
    expect((await program.runs())[0]?.environment).toMatchObject({ HOME: '/home/u', AWS_PROFILE: 'prod' })
  })

  test('secrets of our own are not handed on', async () => {
    const environment = { BREAKWATER_SECRET_KEY: SECRET, DATABASE_URL: SECRET, PGPASSWORD: SECRET, PATH: '/bin' }
    await credentials({}, { environment }).get(never)
    expect(JSON.stringify(await program.runs())).not.toContain(SECRET)
  })

  test('it is told that nobody sits at a terminal, and nothing of the cluster', async () => {
    await credentials().get(never)
    expect(await told()).toEqual({ kind: 'ExecCredential', apiVersion: V1, spec: { interactive: false } })
  })

  test('it is told of the cluster where the kubeconfig says so', async () => {
    const cluster = {
      'certificate-authority-data': 'Y2E=',
      'proxy-url': 'http://p.example',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
    }
    await credentials({ provideClusterInfo: true }, {}, cluster).get(never)
    expect((await told()).spec.cluster).toEqual({
      server: 'https://a.example',
      'certificate-authority-data': 'Y2E=',
      'proxy-url': 'http://p.example',
      config: { audience: 'x' },
    })
  })

  test('a bare name is looked for in PATH', async () => {
    const found = await credentials({ command: 'get-token' }, { environment: { PATH: `/nowhere:${program.folder}` } })
    expect((await found.get(never)).token).toBe('a-token')
  })

  test('a folder of PATH that is not absolute is passed over', async () => {
    const relative = credentials({ command: 'get-token' }, { environment: { PATH: '.:bin' } })
    await expect(relative.get(never)).rejects.toMatchObject({ code: 'EXEC_FAILED' })
  })

  test('nothing is run without a permit', async () => {
    const refusal = new SourceError('EXEC_NOT_ALLOWED', 'No.', '')
    const mayRun = () => Promise.reject(refusal)
    await expect(credentials({}, { mayRun }).get(never)).rejects.toBe(refusal)
    expect(await program.runs()).toEqual([])
  })
})

describe('what it answers', () => {
  test.each(['v1', 'v1beta1'])('a token is taken, in %s', async (version) => {
    await program.answers(execCredential({ token: 'a-token' }, version))
    const given = await credentials({ apiVersion: `client.authentication.k8s.io/${version}` }).get(never)
    expect(given).toEqual({ token: 'a-token', certificate: undefined, expiresAt: undefined })
  })

  test('a certificate with its key is taken', async () => {
    await program.answers(execCredential({ clientCertificateData: 'CERT', clientKeyData: 'KEY' }))
    expect((await credentials().get(never)).certificate).toEqual({ certificate: 'CERT', key: 'KEY' })
  })

  test.each([
    ['another kind', { ...execCredential({ token: SECRET }), kind: 'Token' }, 'no ExecCredential'],
    ['another API version', execCredential({ token: SECRET }, 'v1beta1'), 'another API version'],
    ['no token', execCredential({}), 'neither a token nor'],
    ['no status', { kind: 'ExecCredential', apiVersion: V1 }, 'neither a token nor'],
    ['a certificate without its key', execCredential({ clientCertificateData: SECRET }), 'without its key'],
    ['a key without its certificate', execCredential({ token: 'x', clientKeyData: SECRET }), 'without a certificate'],
    ['a token of two lines', execCredential({ token: `${SECRET}\r\nx: y` }), 'header'],
    ['a time that is none', execCredential({ token: SECRET, expirationTimestamp: 'soon' }), 'no time'],
    ['another form', execCredential({ token: [SECRET] }), 'form'],
    ['no JSON', `token: ${SECRET}`, 'not JSON'],
    ['nothing', '', 'not JSON'],
  ])('%s is refused, without a word of it', async (_, answer, why) => {
    await program.answers(answer)
    const error = await failure(credentials().get(never))
    expect(error).toMatchObject({ code: 'EXEC_FAILED', message: expect.stringContaining(why) })
    expect(everythingIn(error)).not.toContain(SECRET)
  })
})

describe('a program that fails', () => {
  test('is told by its exit status, and what it printed is not', async () => {
    await program.does(`console.error('${SECRET}'); console.log('${SECRET}'); process.exit(3)`)
    const error = await failure(credentials().get(never))
    expect(error).toMatchObject({ code: 'EXEC_FAILED', message: expect.stringContaining('exit status 3') })
    expect(everythingIn(error)).not.toContain(SECRET)
  })

  test('is told by the signal that ended it', async () => {
    await program.does(`process.kill(process.pid, 'SIGKILL')`)
    await expect(credentials().get(never)).rejects.toMatchObject({ message: expect.stringContaining('SIGKILL') })
  })

  test('with all that it started is ended at the limit, also when it does not listen', async () => {
    await program.does(`process.on('SIGTERM', () => {})
      const child = require('node:child_process').spawn('sleep', ['60'])
      require('node:fs').writeFileSync(__dirname + '/pids', process.pid + ' ' + child.pid)
      setInterval(() => {}, 1_000)`)
    const error = await failure(credentials({}, { limits: { timeoutMs: 2_500, graceMs: 100 } }).get(never))
    expect(error).toMatchObject({ code: 'EXEC_FAILED', message: expect.stringContaining('within 2.5 s') })
    const pids = (await readFile(`${program.folder}/pids`, 'utf8')).split(' ').map(Number)
    await expect.poll(() => pids.filter(isAlive), { timeout: 5_000 }).toEqual([])
  })

  test('is ended when it prints too much', async () => {
    await program.does(`const more = () => process.stdout.write('x'.repeat(65536), more); more()`)
    await expect(credentials({}, { limits: { maxBytes: 100_000 } }).get(never)).rejects.toMatchObject({
      message: expect.stringContaining('more than 100000 bytes'),
    })
  })

  test('is ended when nobody waits for it any more', async () => {
    await program.does(
      `require('node:fs').writeFileSync(__dirname + '/pids', String(process.pid)); setInterval(() => {}, 1_000)`,
    )
    const waiting = new AbortController()
    const got = credentials().get(waiting.signal)
    await expect.poll(() => readFile(`${program.folder}/pids`, 'utf8').catch(() => '')).not.toBe('')
    waiting.abort(new Error('enough'))
    await expect(got).rejects.toThrow('enough')
    const pid = Number(await readFile(`${program.folder}/pids`, 'utf8'))
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  test('and was not found is told with what the kubeconfig says, escaped', async () => {
    const installHint = 'Install it:\n\u001b[31m\u202eget it'
    await expect(credentials({ command: 'no-such', installHint }).get(never)).rejects.toMatchObject({
      code: 'EXEC_FAILED',
      message: expect.stringContaining('"no-such"'),
      advice: expect.stringContaining(String.raw`"Install it:\n\u001b[31m\u202eget it"`),
    })
  })

  test('is left alone for a while', async () => {
    await program.does('process.exit(1)')
    let now = 0
    const kept = credentials({}, { now: () => now })
    await failure(kept.get(never))
    await failure(kept.get(never))
    expect(await program.runs()).toHaveLength(1)
    now = 10_000
    await failure(kept.get(never))
    expect(await program.runs()).toHaveLength(2)
  })
})

describe('how long it is kept', () => {
  test('until shortly before it expires', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    await program.answers(execCredential({ token: 'a-token', expirationTimestamp: '2026-01-01T01:00:00Z' }))
    const kept = credentials({}, { now: () => now })
    await kept.get(never)
    now += 3_500_000
    await kept.get(never)
    expect(await program.runs()).toHaveLength(1)
    now += 99_000
    await kept.get(never)
    expect(await program.runs()).toHaveLength(2)
  })

  test('until it is refused, for ever where the program does not say', async () => {
    const kept = credentials()
    const first = await kept.get(never)
    await kept.get(never)
    expect(await program.runs()).toHaveLength(1)
    await program.answers(execCredential({ token: 'newer' }))
    expect((await kept.get(never, first)).token).toBe('newer')
    // Whoever was refused with the old one as well gets the one that is there already.
    expect((await kept.get(never, first)).token).toBe('newer')
    expect(await program.runs()).toHaveLength(2)
  })

  test('who asks at once waits for one run', async () => {
    const kept = credentials()
    const all = await Promise.all(Array.from({ length: 8 }, () => kept.get(never)))
    expect(new Set(all).size).toBe(1)
    expect(await program.runs()).toHaveLength(1)
  })

  test('one who gives up does not take it from the others', async () => {
    const kept = credentials()
    const waiting = new AbortController()
    const given = kept.get(waiting.signal)
    const other = kept.get(never)
    waiting.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
    expect((await other).token).toBe('a-token')
  })
})

function credentials(
  exec: Partial<ExecEntry> = {},
  options: Partial<ExecCredentialsOptions> = {},
  cluster: Partial<ClusterEntry> = {},
) {
  return execCredentials({
    selected: {
      name: 'prod',
      cluster: { server: 'https://a.example', ...cluster },
      user: { exec: { apiVersion: V1, command: program.file, ...exec } },
    },
    environment: { PATH: process.env['PATH'] },
    mayRun: async () => {},
    ...options,
  })
}

async function told() {
  return JSON.parse((await program.runs())[0]?.environment['KUBERNETES_EXEC_INFO'] ?? '')
}

async function failure(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!(error instanceof SourceError)) throw new Error(`This is no SourceError: ${error}`)
  return error
}

/** Its message, its stack and its causes, as a log would print them. */
function everythingIn(error: Error): string {
  const cause = error.cause instanceof Error ? everythingIn(error.cause) : String(error.cause)
  return `${error.stack} ${JSON.stringify(error)} ${cause}`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
