import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program that gives credentials, for tests: what it prints, and how it ends, is written beside it. */
export interface ExecProgram {
  readonly folder: string
  /** Absolute path of the program. */
  readonly file: string
  /** Prints `answer`, an object as JSON and a text as it is. */
  answers(answer: unknown): Promise<void>
  /** Does something else: JavaScript. */
  does(script: string): Promise<void>
  /** What each of its runs was given, in order. */
  runs(): Promise<readonly ProgramRun[]>
  remove(): Promise<void>
}

export interface ProgramRun {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** Writes a program into a new folder. */
export async function execProgram(): Promise<ExecProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'exec-program-'))
  const file = join(folder, 'get-token')
  const log = join(folder, 'runs.jsonl')
  const script = join(folder, 'script.cjs')
  await writeFile(
    file,
    `#!${process.execPath}
require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(2), environment: process.env }) + '\\n')
require(${JSON.stringify(script)})
`,
  )
  await chmod(file, 0o755)
  return {
    folder,
    file,
    answers: (answer) => {
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
      return writeFile(script, `process.stdout.write(${JSON.stringify(text)})`)
    },
    does: (text) => writeFile(script, text),
    runs: async () => {
      const lines = await readFile(log, 'utf8').catch(() => '')
      return lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as ProgramRun)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What such a program prints. */
export function execCredential(status: object, version = 'v1'): object {
  return { kind: 'ExecCredential', apiVersion: `client.authentication.k8s.io/${version}`, status }
}
