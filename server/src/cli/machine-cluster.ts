import { hashOfCommand, shownText } from '../clusters/exec-command.ts'
import { type ExecEntry, selectContext } from '../clusters/kubeconfig.ts'
import { machineKubeconfig } from '../clusters/kubeconfig-contexts.ts'
import { type ClusterSource, SourceError } from '../clusters/source.ts'
import { kubeconfigSource } from '../clusters/source-kubeconfig.ts'
import { proxySettings } from '../outbound/proxy-settings.ts'
import { UsageError } from './command.ts'

/**
 * The cluster of a context of this machine's kubeconfig, the current one when none is named. `allowExec`: the program that the context
 * names may be run to sign in, as kubectl runs it. Throws `UsageError`.
 */
export async function openContext(context: string | undefined, allowExec: boolean): Promise<ClusterSource> {
  try {
    const { config } = await machineKubeconfig({ kubeconfig: process.env['KUBECONFIG'] })
    const { exec } = selectContext(config, context).user
    if (exec && !allowExec) throw notAllowed(exec)
    return await kubeconfigSource({
      kubeconfig: config,
      context,
      origin: 'machine',
      permitOf: async () => (exec ? hashOfCommand(exec) : undefined),
      environment: process.env,
      proxies: proxySettings(process.env),
      allowPrivateAddresses: true,
    })
  } catch (error) {
    throw asUsageError(error)
  }
}

/** A cluster that cannot be read is wrong input; anything else stays what it is. */
export function asUsageError(error: unknown): unknown {
  return error instanceof SourceError ? new UsageError(`${error.message} ${error.advice}`, { cause: error }) : error
}

/** What a kubeconfig has run is shown before it is run for the first time. */
function notAllowed({ command, args }: ExecEntry): UsageError {
  const whole = [command, ...(args ?? [])].map(shownText).join(' ')
  return new UsageError(`This context signs in by running ${whole}. Give --allow-exec to have it run.`)
}
