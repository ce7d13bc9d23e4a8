import { NO_PROXIES, type ProxySettings } from '../outbound/proxy-settings.ts'
import { apiServerSource } from './api-server-source.ts'
import type { Environment } from './exec-credential.ts'
import { type Kubeconfig, parseKubeconfig, selectContext } from './kubeconfig.ts'
import { type ConnectionOptions, connectByKubeconfig } from './kubeconfig-connection.ts'
import { type KubeconfigOrigin, refusalOf } from './kubeconfig-rules.ts'
import type { ClusterSource } from './source.ts'

export interface KubeconfigSourceOptions {
  /** As text, or read already (see `machineKubeconfig`). */
  readonly kubeconfig: string | Kubeconfig
  /** The kubeconfig's current context when absent. */
  readonly context?: string | undefined
  readonly origin: KubeconfigOrigin
  /** Whether an uploaded kubeconfig may lead to loopback and private addresses (BREAKWATER_ALLOW_PRIVATE_ADDRESSES). */
  readonly allowPrivateAddresses: boolean
  /**
   * The hash of the command that a context's program may be run by (see `hashOfCommand`); asked for when the source is opened and
   * before each run. Without it no program is run.
   */
  readonly permitOf?: (context: string) => Promise<string | undefined>
  /** The process's own, for a program; without it one of its own is empty but for what the kubeconfig sets. */
  readonly environment?: Environment
  /** Proxies of the process's environment; none when absent. */
  readonly proxies?: ProxySettings
  readonly connection?: ConnectionOptions
  /** Objects a page; see `ApiServerSourceOptions`. */
  readonly pageSize?: number
}

/**
 * A cluster by a context of a kubeconfig. Nothing is called yet.
 * Throws `SourceError` INVALID_KUBECONFIG or EXEC_NOT_ALLOWED.
 */
export async function kubeconfigSource(options: KubeconfigSourceOptions): Promise<ClusterSource> {
  const config = typeof options.kubeconfig === 'string' ? parseKubeconfig(options.kubeconfig) : options.kubeconfig
  const selected = selectContext(config, options.context)
  const mayUse = async (): Promise<void> => {
    const permitted = selected.user.exec ? await options.permitOf?.(selected.name) : undefined
    const refusal = refusalOf(selected, options.origin, permitted)
    if (refusal) throw refusal
  }
  await mayUse()
  const means = {
    policy: { allowPrivate: options.origin === 'machine' || options.allowPrivateAddresses },
    origin: options.origin,
    proxies: options.proxies ?? NO_PROXIES,
    environment: options.environment ?? {},
    mayRun: mayUse,
  }
  const connection = await connectByKubeconfig(selected, means, options.connection)
  return apiServerSource('KUBECONFIG', connection, options.pageSize === undefined ? {} : { pageSize: options.pageSize })
}
