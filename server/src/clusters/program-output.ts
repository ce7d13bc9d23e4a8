import { type ChildProcess, spawn } from 'node:child_process'

export interface Program {
  /** Absolute path. */
  readonly file: string
  /** The name that it is called by, its argument 0. */
  readonly name: string
  readonly args: readonly string[]
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
}

export interface ProgramLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Between asking it to end and ending it. */
  readonly graceMs: number
}

/** How a program ended that did not end well. Nothing that it printed is in it. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
  readonly reason: 'NOT_STARTED' | 'EXIT' | 'SIGNAL' | 'TIMED_OUT' | 'TOO_LARGE'
  /** The exit status, the name of the signal, or the code of the system's error. */
  readonly detail: string
  constructor(reason: ProgramError['reason'], detail: string) {
    super(`${reason} ${detail}`.trim())
    this.reason = reason
    this.detail = detail
  }
}

/**
 * Runs a program without a shell and returns what it prints on standard output. It gets nothing on standard input, and standard
 * error is not read. With its whole process group it is ended at a limit or when the signal fires.
 * Throws `ProgramError`, or the signal's reason when it is aborted.
 */
export function outputOf(program: Program, limits: ProgramLimits, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  return new Promise((fulfil, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const child = startProgram(program)
    const timer = setTimeout(() => end(new ProgramError('TIMED_OUT', '')), limits.timeoutMs)
    const abort = (): void => end(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    let settled = false
    const settle = (act: () => void): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      act()
    }
    const end = (reason: unknown): void => {
      endGroup(child, limits.graceMs)
      settle(() => reject(reason))
    }
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limits.maxBytes) return end(new ProgramError('TOO_LARGE', ''))
      chunks.push(chunk)
    })
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle(() => reject(new ProgramError('NOT_STARTED', error.code ?? '')))
    })
    child.once('close', (status, killedBy) => {
      settle(() => {
        if (status === 0) fulfil(Buffer.concat(chunks).toString())
        else if (killedBy) reject(new ProgramError('SIGNAL', killedBy))
        else reject(new ProgramError('EXIT', String(status)))
      })
    })
  })
}

function startProgram({ file, name, args, environment }: Program): ChildProcess {
  try {
    return spawn(file, args, {
      argv0: name,
      env: environment,
      shell: false,
      // A group of its own, so that what it starts is ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    })
  } catch (error) {
    // Such as a NUL in an argument.
    throw new ProgramError('NOT_STARTED', error instanceof Error && 'code' in error ? String(error.code) : '')
  }
}

function endGroup(child: ChildProcess, graceMs: number): void {
  child.stdout?.destroy()
  signalGroup(child, 'SIGTERM')
  setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended already.
  }
}
