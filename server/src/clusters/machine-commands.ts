import { userInfo } from 'node:os'
import type { Database } from '@breakwater/drizzle/database.ts'
import { type ExecCommandInfo, type KubeconfigContextInfo, RequestError } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import type { Masker } from '../secrets/mask.ts'
import { findProgram, hashOfCommand, shownText } from './exec-command.ts'
import type { Environment } from './exec-credential.ts'
import { allowCommand, type ExecPermit, execPermits } from './exec-permits.ts'
import type { ExecEntry, Kubeconfig } from './kubeconfig.ts'
import { contextsIn, machineKubeconfig } from './kubeconfig-contexts.ts'
import { unusableCommand } from './kubeconfig-rules.ts'

/** Contexts of the machine's own kubeconfig, and the commands that some of them sign in by. */

export interface MachineCommandSettings {
  readonly database: Database
  /** The value of KUBECONFIG. */
  readonly kubeconfig: string | undefined
  /** The process's own. */
  readonly environment: Environment
  readonly masker: Pick<Masker, 'named' | 'command'>
}

/** The contexts, with what their commands are and who allowed them; what looks secret in a command is masked. */
export async function contextsOf(settings: MachineCommandSettings): Promise<readonly KubeconfigContextInfo[]> {
  const { kubeconfig, database } = settings
  const permits = await execPermits(database.db)
  const permitted = (context: string): string | undefined => permits.get(context)?.commandHash
  const { config } = await machineKubeconfig({ kubeconfig })
  return Promise.all(
    contextsIn(config, permitted).map(async ({ name, server, unusable }) => {
      // Of a context that is broken there is nothing to allow.
      const exec = unusable && unusable.code !== 'EXEC_NOT_ALLOWED' ? undefined : commandOf(config, name)
      return {
        name,
        server: server ?? '',
        user: config.contexts.get(name)?.user ?? '',
        reason: unusable && `${unusable.message} ${unusable.advice}`.trim(),
        exec: exec && (await describe(settings, name, exec, permits.get(name))),
      }
    }),
  )
}

/**
 * Allows the command of a context that was shown, which `hash` tells. Throws `RequestError` NOT_FOUND, NO_COMMAND, the code of a
 * command that is never run, or COMMAND_CHANGED when the kubeconfig has another one by now.
 */
export async function allowShownCommand(
  settings: MachineCommandSettings,
  input: { readonly context: string; readonly hash: string },
  viewer: Viewer,
): Promise<KubeconfigContextInfo> {
  const { context, hash } = input
  const { config } = await machineKubeconfig({ kubeconfig: settings.kubeconfig })
  if (!config.contexts.has(context)) throw notThere()
  const exec = commandOf(config, context)
  if (!exec) throw new RequestError('NO_COMMAND', 'This context does not sign in by a command.', ['context'])
  const unusable = unusableCommand(context, exec)
  if (unusable) throw new RequestError(unusable.code, `${unusable.message} ${unusable.advice}`, ['context'])
  if (hashOfCommand(exec) !== hash) {
    throw new RequestError(
      'COMMAND_CHANGED',
      'The command in the kubeconfig has changed since it was shown; nothing was allowed. Look at it again.',
      ['hash'],
    )
  }
  await allowCommand(settings.database, viewer, { context, hash, command: shownText(exec.command) })
  const after = (await contextsOf(settings)).find(({ name }) => name === context)
  if (!after) throw notThere()
  return after
}

function notThere(): RequestError {
  return new RequestError('NOT_FOUND', 'The kubeconfig of this machine has no such context.', ['context'])
}

function commandOf(config: Kubeconfig, context: string): ExecEntry | undefined {
  const user = config.contexts.get(context)?.user
  return (user && config.users.get(user)?.exec) || undefined
}

async function describe(
  { environment, masker }: MachineCommandSettings,
  context: string,
  exec: ExecEntry,
  permit: ExecPermit | undefined,
): Promise<ExecCommandInfo> {
  const hash = hashOfCommand(exec)
  const permitted = permit?.commandHash === hash
  return {
    command: exec.command,
    path: await findProgram(exec.command, environment['PATH']),
    args: masker.command(exec.args ?? []),
    env: (exec.env ?? []).map(({ name, value }) => ({ name, value: masker.named(name, value) })),
    apiVersion: exec.apiVersion ?? '',
    interactiveMode: exec.interactiveMode ?? '',
    givesClusterInfo: exec.provideClusterInfo === true,
    runsAs: nameOfUser(),
    hash,
    allowable: unusableCommand(context, exec) === undefined,
    permitted,
    permittedAt: permit?.allowedAt,
    permittedBy: permit?.allowedBy,
    changedSincePermitted: permit !== undefined && !permitted,
  }
}

/** A user of a container may have no name. */
function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}
