import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { WorkerOrders } from './task-worker.ts'

export interface WorkerProcess {
  readonly pid: number
  /** Resolves when it has printed `line` `count` times; rejects when it ends before that. */
  printed(line: string, count?: number): Promise<void>
  /** Sends `signal` to it. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Resolves to its exit status; null when a signal ended it. */
  readonly ended: Promise<number | null>
}

const SCRIPT = fileURLToPath(new URL('./task-worker.ts', import.meta.url))

/** Starts test/task-worker.ts in a process of its own. */
export function startWorker(orders: Pick<WorkerOrders, 'url' | 'data'> & Partial<WorkerOrders>): WorkerProcess {
  const all: WorkerOrders = { untilDone: false, schedule: false, leaseMs: 500, ...orders }
  // A process that is killed leaves its temporary files behind.
  const temporary = mkdtempSync(join(tmpdir(), 'bw-'))
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(all)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  })
  if (child.pid === undefined) throw new Error('The worker process did not start.')
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said += text
  })
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (status) => {
      rmSync(temporary, { recursive: true, force: true })
      resolve(status)
    }),
  )
  const counts = new Map<string, number>()
  const listeners = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    counts.set(line, (counts.get(line) ?? 0) + 1)
    for (const listener of listeners) listener()
  })
  return {
    pid: child.pid,
    ended,
    signal: (signal) => void child.kill(signal),
    printed: (line, count = 1) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if ((counts.get(line) ?? 0) >= count) resolve()
        }
        listeners.add(look)
        look()
        void ended.then((status) => reject(new Error(`The worker ended (${status ?? died(child)}) too early. ${said}`)))
      }),
  }
}

function died(child: ChildProcess): string {
  return child.signalCode ?? 'no status'
}
