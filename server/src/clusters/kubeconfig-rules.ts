import type { SelectedContext, UserEntry } from './kubeconfig.ts'
import { SourceError } from './source.ts'

/** Who gave the kubeconfig: the machine's own files are the operator's, an uploaded one may be anybody's. */
export type KubeconfigOrigin = 'machine' | 'uploaded'

/** How a user signs in. */
export type AuthenticationKind = 'TOKEN' | 'CLIENT_CERTIFICATE' | 'BASIC' | 'EXEC' | 'AUTH_PROVIDER' | 'NONE'

/** What kubectl would sign in with, first that is set. */
export function authenticationOf(user: UserEntry): AuthenticationKind {
  if (user.exec) return 'EXEC'
  if (user['auth-provider']) return 'AUTH_PROVIDER'
  if (user.token || user.tokenFile || user['token-file']) return 'TOKEN'
  if (user['client-certificate'] || user['client-certificate-data']) return 'CLIENT_CERTIFICATE'
  return user.username ? 'BASIC' : 'NONE'
}

/**
 * Why a context is not used, before anything of it is tried: nothing is ever run for a kubeconfig, and for an uploaded one
 * no file of this machine is read, no proxy used and no credential sent in the clear.
 */
export function refusalOf({ name, cluster, user }: SelectedContext, origin: KubeconfigOrigin): SourceError | undefined {
  return refusalOfCommands(name, user) ?? (origin === 'uploaded' ? refusalOfUpload({ name, cluster, user }) : undefined)
}

// Providers that get their token by running a program.
const RUNNING_PROVIDERS = new Set(['gcp', 'azure'])

function refusalOfCommands(name: string, user: UserEntry): SourceError | undefined {
  const advice = 'Use a service account: a kubeconfig with its token, and rights to get and list.'
  if (user.exec) {
    const message = `The context "${name}" signs in by running a program (${JSON.stringify(user.exec.command)}), which is not allowed.`
    return new SourceError('EXEC_NOT_ALLOWED', message, advice)
  }
  const provider = user['auth-provider']
  if (provider && RUNNING_PROVIDERS.has(provider.name)) {
    const message = `The context "${name}" signs in by the provider ${provider.name}, which runs a program; that is not allowed.`
    return new SourceError('EXEC_NOT_ALLOWED', message, advice)
  }
  if (provider && provider.name !== 'oidc') {
    const message = `The context "${name}" signs in by a provider that is not known.`
    return new SourceError('INVALID_KUBECONFIG', message, advice)
  }
  return undefined
}

const FILE_FIELDS = [
  ['certificate-authority', 'certificate-authority-data'],
  ['client-certificate', 'client-certificate-data'],
  ['client-key', 'client-key-data'],
  ['tokenFile', 'token'],
  ['token-file', 'token'],
] as const

function refusalOfUpload({ name, cluster, user }: SelectedContext): SourceError | undefined {
  for (const [field, inline] of FILE_FIELDS) {
    if ((field === 'certificate-authority' ? cluster : user)[field]) {
      const message = `The context "${name}" points at a file (${field}); files of this machine are not read for an uploaded kubeconfig.`
      const advice = `Put the content into ${inline}: \`kubectl config view --flatten --minify --context "${name}"\` does.`
      return new SourceError('INVALID_KUBECONFIG', message, advice)
    }
  }
  if (user['auth-provider']) {
    const message = `The context "${name}" signs in by an auth-provider, which is not used for an uploaded kubeconfig.`
    return new SourceError('EXEC_NOT_ALLOWED', message, 'Use a kubeconfig with the token of a service account.')
  }
  if (cluster['proxy-url']) {
    const message = `The context "${name}" goes through a proxy, which is not used for an uploaded kubeconfig.`
    return new SourceError(
      'INVALID_KUBECONFIG',
      message,
      'Remove proxy-url, or connect a context of the machine itself.',
    )
  }
  if (cluster.server.startsWith('http:')) {
    const message = `The context "${name}" would send its credentials without encryption.`
    return new SourceError('INVALID_KUBECONFIG', message, 'Use an https:// address.')
  }
  return undefined
}
