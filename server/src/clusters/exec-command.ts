import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { ExecEntry } from './kubeconfig.ts'

/** The versions of the protocol between a client and the program that are understood. */
export const EXEC_API_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'] as const

/**
 * SHA-256, in hexadecimal, of the whole command: program, arguments, environment, API version, and what it is told of the
 * cluster and of a terminal. Two commands that differ in anything that is run differ in it.
 */
export function hashOfCommand(exec: ExecEntry): string {
  const canonical = [
    'exec/1',
    exec.apiVersion ?? '',
    exec.command,
    exec.args ?? [],
    (exec.env ?? []).map(({ name, value }) => [name, value]),
    exec.interactiveMode ?? '',
    exec.provideClusterInfo === true,
  ]
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex')
}

/**
 * The file that a command leads to: a path as it is, a bare name by the first folder of `path` (the process's own PATH, as
 * client-go looks it up) that has such a program. Undefined when there is none; folders that are not absolute are passed over.
 */
export async function findProgram(command: string, path: string | undefined): Promise<string | undefined> {
  if (command.includes('/')) return (await isProgram(resolve(command))) ? resolve(command) : undefined
  for (const folder of (path ?? '').split(delimiter)) {
    if (isAbsolute(folder) && (await isProgram(join(folder, command)))) return join(folder, command)
  }
  return undefined
}

const MOST_SHOWN = 500

/** A text of the kubeconfig for a message: quoted, escaped and not too long. */
export function shownText(text: string): string {
  const cut = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
  return JSON.stringify(cut.replaceAll('`', "'")).replaceAll(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What JSON leaves as it is: C1 controls, and marks that turn or hide text. */
const UNPRINTABLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
