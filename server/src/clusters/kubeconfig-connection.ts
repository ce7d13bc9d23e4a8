import type http from 'node:http'
import https from 'node:https'
import { type ClientOptions, outboundClient } from '../outbound/client.ts'
import type { AddressPolicy } from '../outbound/guard.ts'
import { type ProxySettings, proxyFor, proxyUrl } from '../outbound/proxy-settings.ts'
import { tunnelAgent } from '../outbound/tunnel.ts'
import type { ApiConnection } from './api-fetch.ts'
import { type Environment, execCredentials } from './exec-credential.ts'
import { execSignIn } from './exec-sign-in.ts'
import type { SelectedContext } from './kubeconfig.ts'
import { kubeconfigAccess } from './kubeconfig-access.ts'
import type { KubeconfigOrigin } from './kubeconfig-rules.ts'
import { type SignedIn, type SignIn, signedInConnection } from './sign-in.ts'
import { SourceError } from './source.ts'

/** How the connection behaves, as `outbound/` has it; for tests and for callers in a hurry. */
export type ConnectionOptions = Omit<ClientOptions, 'policy' | 'agent'>

/** What the process gives to a connection. */
export interface ConnectionMeans {
  readonly policy: AddressPolicy
  readonly origin: KubeconfigOrigin
  /** Of the process's environment; a proxy that the machine's own kubeconfig names goes before them. */
  readonly proxies: ProxySettings
  /** The process's own, for a program that gives the credential. */
  readonly environment: Environment
  /** Throws `SourceError` EXEC_NOT_ALLOWED when the context's program may not be run, or no longer. */
  readonly mayRun: () => Promise<void>
}

/**
 * A connection by a context that `refusalOf` let through: certificate authority, client certificate, token and impersonation as
 * client-node reads them, programs run by ourselves, everything fetched through `outbound/`, by a proxy where there is one.
 * Throws `SourceError` INVALID_KUBECONFIG.
 */
export async function connectByKubeconfig(
  selected: SelectedContext,
  means: ConnectionMeans,
  options: ConnectionOptions = {},
): Promise<ApiConnection> {
  const way = wayTo(selected, means, options)
  const clientOf = (agent: http.Agent) => outboundClient({ ...options, policy: means.policy, agent: way(agent) })
  const { exec } = selected.user
  const signIn = exec
    ? execSignIn(
        selected,
        execCredentials({ ...means, selected: { ...selected, user: { ...selected.user, exec } } }),
        clientOf,
      )
    : await staticSignIn(selected, clientOf)
  return signedInConnection(selected.cluster.server.replace(/\/+$/, ''), signIn)
}

/** By what stands in the kubeconfig itself or in its files. */
async function staticSignIn(
  selected: SelectedContext,
  clientOf: (agent: http.Agent) => SignedIn['client'],
): Promise<SignIn> {
  const access = await kubeconfigAccess(selected)
  const client = clientOf((await access()).agent)
  return {
    now: async () => ({ client, headers: (await access()).headers }),
    close: () => client.close(),
  }
}

const CONNECT_MS = 10_000

/** Turns the library's agent, which goes directly, into one that goes the way that it should. */
function wayTo(
  { name, cluster }: SelectedContext,
  { proxies, origin }: ConnectionMeans,
  options: ConnectionOptions,
): (agent: http.Agent) => http.Agent {
  const url = new URL(cluster.server)
  const named = cluster['proxy-url']
  const proxy = named ? proxyUrl(named) : proxyFor(url, proxies)
  if (named && !proxy) {
    const message = `The proxy-url of the context "${name}" is not the address of a proxy.`
    throw new SourceError('INVALID_KUBECONFIG', message, 'It has to begin with http://, https:// or socks5://.')
  }
  // The library's agents open a connection for each request, and a list is many.
  if (!proxy) return (agent) => Object.assign(agent, { keepAlive: true })
  return (agent) =>
    tunnelAgent(url.protocol === 'http:' ? 'http:' : 'https:', {
      proxy,
      tls: agent instanceof https.Agent ? agent.options : {},
      namesFoundBy: origin === 'machine' ? 'PROXY' : 'US',
      connectMs: options.timeouts?.connectMs ?? CONNECT_MS,
      resolve: options.resolve,
    })
}
