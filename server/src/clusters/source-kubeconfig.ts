import { apiServerSource } from './api-server-source.ts'
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
  readonly connection?: ConnectionOptions
  /** Objects a page; 500 when absent. */
  readonly pageSize?: number
}

/**
 * A cluster by a context of a kubeconfig. Nothing is called yet.
 * Throws `SourceError` INVALID_KUBECONFIG or EXEC_NOT_ALLOWED.
 */
export async function kubeconfigSource(options: KubeconfigSourceOptions): Promise<ClusterSource> {
  const config = typeof options.kubeconfig === 'string' ? parseKubeconfig(options.kubeconfig) : options.kubeconfig
  const selected = selectContext(config, options.context)
  const refusal = refusalOf(selected, options.origin)
  if (refusal) throw refusal
  const policy = { allowPrivate: options.origin === 'machine' || options.allowPrivateAddresses }
  const connection = await connectByKubeconfig(selected, policy, options.connection)
  return apiServerSource('KUBECONFIG', connection, options.pageSize === undefined ? {} : { pageSize: options.pageSize })
}
