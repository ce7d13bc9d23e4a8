import type http from 'node:http'
import type https from 'node:https'
import type { ClusterEntry, SelectedContext, UserEntry } from './kubeconfig.ts'
import { SourceError } from './source.ts'

/** What a kubeconfig says of a connection. */
export interface KubeconfigAccess {
  /** Made once, with certificate authority, client certificate and TLS name; without a proxy. */
  readonly agent: http.Agent
  /** As they are at the moment: a token in a file is renewed there. */
  readonly headers: http.OutgoingHttpHeaders
}

/**
 * Reads files, certificates and tokens of a context as client-node does. The library is 85 MB of modules: it is loaded when the
 * first cluster is read, not at start. What it returns throws `SourceError` INVALID_KUBECONFIG.
 */
export async function kubeconfigAccess(selected: SelectedContext): Promise<() => Promise<KubeconfigAccess>> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  config.loadFromString(JSON.stringify(minimal(selected)))
  return async () => {
    const options: https.RequestOptions = {}
    try {
      await config.applyToHTTPSOptions(options)
    } catch (error) {
      const message = `The context "${selected.name}" cannot be used: a certificate, a key or a token cannot be read.`
      throw new SourceError('INVALID_KUBECONFIG', message, 'Check the files and data that it names.', { cause: error })
    }
    return { agent: options.agent as http.Agent, headers: headersOf(options, selected.user) }
  }
}

/** Only what is understood goes to the library: it runs programs, and reads files for fields that kubectl does not even know. */
function minimal({ cluster, user }: SelectedContext): object {
  return {
    clusters: [{ name: 'selected', cluster: minimalCluster(cluster) }],
    users: [{ name: 'selected', user: minimalUser(user) }],
    contexts: [{ name: 'selected', context: { cluster: 'selected', user: 'selected' } }],
    'current-context': 'selected',
  }
}

function minimalCluster(cluster: ClusterEntry): object {
  return {
    server: cluster.server,
    'certificate-authority': cluster['certificate-authority'],
    'certificate-authority-data': cluster['certificate-authority-data'],
    // Without TLS there is nothing to verify, which the library wants to be told.
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] === true || cluster.server.startsWith('http:'),
    'tls-server-name': cluster['tls-server-name'],
  }
}

function minimalUser(user: UserEntry): object {
  const tokenFile = user.tokenFile || user['token-file']
  return {
    'client-certificate': user['client-certificate'],
    'client-certificate-data': user['client-certificate-data'],
    'client-key': user['client-key'],
    'client-key-data': user['client-key-data'],
    username: user.username,
    password: user.password,
    as: user.as,
    // The library reads such a file anew every minute, as kubectl does; a token beside it is older.
    ...(tokenFile ? { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } } : { token: tokenOf(user) }),
  }
}

function tokenOf(user: UserEntry): string | undefined {
  const idToken = user['auth-provider']?.config?.['id-token']
  return user.token ?? (typeof idToken === 'string' ? idToken : undefined)
}

function headersOf(options: https.RequestOptions, user: UserEntry): http.OutgoingHttpHeaders {
  const given = options.headers as Record<string, string> | undefined
  const basic = options.auth ? `Basic ${Buffer.from(options.auth).toString('base64')}` : undefined
  const authorization = given?.['Authorization']?.trim() || basic
  return {
    ...(authorization ? { authorization } : {}),
    ...(user.as ? { 'impersonate-user': user.as } : {}),
    ...(user['as-uid'] ? { 'impersonate-uid': user['as-uid'] } : {}),
    ...(user['as-groups']?.length ? { 'impersonate-group': user['as-groups'] } : {}),
  }
}
