import { findProgram, shownText } from './exec-command.ts'
import { ExecAnswerError, type ExecCredential, execInfo, readExecCredential } from './exec-info.ts'
import type { ExecEntry, SelectedContext } from './kubeconfig.ts'
import { outputOf, ProgramError, type ProgramLimits } from './program-output.ts'
import { SourceError } from './source.ts'

export interface ExecCredentialsOptions {
  readonly selected: SelectedContext & { readonly user: { readonly exec: ExecEntry } }
  /** The process's own; secrets of ours are taken out of it. */
  readonly environment: Environment
  /** Asked before each run: throws `SourceError` EXEC_NOT_ALLOWED when the command may not be run, or no longer. */
  readonly mayRun: () => Promise<void>
  readonly limits?: Partial<ProgramLimits>
  /** Milliseconds since 1970; stands in for the clock in tests. */
  readonly now?: () => number
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The credential that a context's program gives, kept until it expires. */
export interface ExecCredentials {
  /**
   * The present credential. The program is run when there is none, or when it is `stale`: the one that the API server has just
   * refused. Who asks while it runs waits for the same run; it is ended when nobody waits any more.
   * Throws `SourceError` EXEC_FAILED or EXEC_NOT_ALLOWED, or the signal's reason when it is aborted.
   */
  get(signal: AbortSignal, stale?: ExecCredential): Promise<ExecCredential>
  /** Forgets the credential and ends what runs. Safe to call twice. */
  close(): void
}

const LIMITS: ProgramLimits = { timeoutMs: 30_000, maxBytes: 1024 * 1024, graceMs: 2_000 }
/** A credential is renewed this long before it ends: a request takes a while. */
const MARGIN_MS = 10_000
/** After a failure the program is left alone for so long: many kinds ask at once, and accounts get locked. */
const FAILURE_KEPT_MS = 5_000

export function execCredentials(options: ExecCredentialsOptions): ExecCredentials {
  return new Credentials(options)
}

/** The environment of a program: the process's own without what is secret to us, then the kubeconfig's. */
export function programEnvironment(environment: Environment, exec: ExecEntry, info: string): Record<string, string> {
  const own = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !OWN_SECRETS.test(entry[0]),
  )
  const given = (exec.env ?? []).map(({ name, value }) => [name, value] as const)
  return Object.fromEntries([...own, ...given, ['KUBERNETES_EXEC_INFO', info]])
}

const OWN_SECRETS = /^(?:BREAKWATER_.*|DATABASE_URL|PGPASSWORD)$/i

interface Run {
  readonly result: Promise<ExecCredential>
  readonly stop: AbortController
  waiting: number
}

class Credentials implements ExecCredentials {
  readonly #options: ExecCredentialsOptions
  #current: ExecCredential | undefined
  #run: Run | undefined
  #failure: { readonly error: unknown; readonly until: number } | undefined

  constructor(options: ExecCredentialsOptions) {
    this.#options = options
  }

  async get(signal: AbortSignal, stale?: ExecCredential): Promise<ExecCredential> {
    signal.throwIfAborted()
    const kept = this.#current
    if (kept && kept !== stale && this.#isFresh(kept)) return kept
    if (this.#failure && this.#now() < this.#failure.until) throw this.#failure.error
    const run = this.#run ?? this.#start()
    return this.#wait(run, signal)
  }

  close(): void {
    this.#current = undefined
    this.#run?.stop.abort()
  }

  #now(): number {
    return (this.#options.now ?? Date.now)()
  }

  #isFresh({ expiresAt }: ExecCredential): boolean {
    return expiresAt === undefined || expiresAt - MARGIN_MS > this.#now()
  }

  #start(): Run {
    const stop = new AbortController()
    const run: Run = { stop, waiting: 0, result: this.#result(stop.signal).finally(() => this.#ended(run)) }
    // It is waited for below; when nobody waits any more, nobody is told.
    run.result.catch(() => {})
    this.#run = run
    return run
  }

  async #result(signal: AbortSignal): Promise<ExecCredential> {
    try {
      const credential = await runOnce(this.#options, signal)
      this.#current = credential
      this.#failure = undefined
      return credential
    } catch (error) {
      if (error instanceof SourceError) this.#failure = { error, until: this.#now() + FAILURE_KEPT_MS }
      throw error
    }
  }

  #ended(run: Run): void {
    if (this.#run === run) this.#run = undefined
  }

  async #wait(run: Run, signal: AbortSignal): Promise<ExecCredential> {
    const aborted = Promise.withResolvers<never>()
    const abort = (): void => aborted.reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    run.waiting++
    try {
      return await Promise.race([run.result, aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
      run.waiting--
      if (run.waiting === 0 && this.#run === run) {
        this.#ended(run)
        run.stop.abort()
      }
    }
  }
}

async function runOnce(options: ExecCredentialsOptions, signal: AbortSignal): Promise<ExecCredential> {
  const { selected, environment, limits } = options
  const { exec } = selected.user
  await options.mayRun()
  const file = await findProgram(exec.command, environment['PATH'])
  if (file === undefined) throw notFound(selected.name, exec)
  const info = await execInfo(exec, selected.cluster).catch((error: unknown) => {
    throw failed(selected.name, exec, 'was not run: the certificate authority of the cluster cannot be read.', error)
  })
  const program = {
    file,
    name: exec.command,
    args: exec.args ?? [],
    environment: programEnvironment(environment, exec, info),
  }
  try {
    return readExecCredential(await outputOf(program, { ...LIMITS, ...limits }, signal), exec.apiVersion ?? '')
  } catch (error) {
    throw explained(error, selected.name, exec, { ...LIMITS, ...limits })
  }
}

function explained(error: unknown, name: string, exec: ExecEntry, limits: ProgramLimits): unknown {
  if (error instanceof ExecAnswerError) return failed(name, exec, `gave no credential: ${error.message}.`)
  if (!(error instanceof ProgramError)) return error
  switch (error.reason) {
    case 'NOT_STARTED':
      return failed(name, exec, `could not be started${error.detail && ` (${error.detail})`}.`)
    case 'EXIT':
      return failed(name, exec, `ended with exit status ${error.detail}.`)
    case 'SIGNAL':
      return failed(name, exec, `was ended by ${error.detail}.`)
    case 'TIMED_OUT':
      return failed(name, exec, `did not end within ${limits.timeoutMs / 1_000} s, and was ended.`)
    case 'TOO_LARGE':
      return failed(name, exec, `printed more than ${limits.maxBytes} bytes, and was ended.`)
  }
}

/** Says nothing of what the program printed: it may hold secrets. */
function failed(name: string, { command }: ExecEntry, what: string, cause?: unknown): SourceError {
  return new SourceError(
    'EXEC_FAILED',
    `The program ${shownText(command)}, by which the context "${name}" signs in, ${what}`,
    'Run the same command as the user that Breakwater runs as. What it prints is not shown here: it may hold secrets.',
    { cause },
  )
}

function notFound(name: string, { command, installHint }: ExecEntry): SourceError {
  const where = command.includes('/')
    ? 'Check its path and that it may be run.'
    : 'Install it where the PATH of Breakwater leads to.'
  const hint = installHint?.trim() ? ` The kubeconfig says: ${shownText(installHint.trim())}` : ''
  return new SourceError(
    'EXEC_FAILED',
    `The program ${shownText(command)}, by which the context "${name}" signs in, was not found.`,
    `${where}${hint}`,
  )
}
