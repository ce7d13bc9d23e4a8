import { EXEC_API_VERSIONS, hashOfCommand, shownText } from './exec-command.ts'
import type { ExecEntry, SelectedContext, UserEntry } from './kubeconfig.ts'
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
 * Why a context is not used, before anything of it is tried. A program is run only for a context of the machine's own
 * kubeconfig, and only the very command that was allowed for it: `permitted` is that command's hash (see `hashOfCommand`). For
 * an uploaded kubeconfig nothing is run whatever is permitted, no file of this machine is read, no proxy that it names is used
 * and no credential sent in the clear.
 */
export function refusalOf(
  selected: SelectedContext,
  origin: KubeconfigOrigin,
  permitted?: string,
): SourceError | undefined {
  const { name, user } = selected
  if (user.exec) {
    const refusal =
      origin === 'uploaded' ? uploadedCommand(name, user.exec) : refusalOfCommand(name, user.exec, permitted)
    if (refusal) return refusal
  }
  return refusalOfProvider(name, user) ?? (origin === 'uploaded' ? refusalOfUpload(selected) : undefined)
}

function uploadedCommand(name: string, exec: ExecEntry): SourceError {
  return new SourceError(
    'EXEC_NOT_ALLOWED',
    `The context "${name}" signs in by running a program (${shownText(exec.command)}), which is never done for an uploaded kubeconfig.`,
    SERVICE_ACCOUNT,
  )
}

function refusalOfCommand(name: string, exec: ExecEntry, permitted: string | undefined): SourceError | undefined {
  const unusable = unusableCommand(name, exec)
  if (unusable) return unusable
  if (permitted === hashOfCommand(exec)) return undefined
  const program = shownText(exec.command)
  const message =
    permitted === undefined
      ? `The context "${name}" signs in by running a program (${program}), which nobody has allowed yet.`
      : `The command that the context "${name}" signs in by (${program}) has changed since it was allowed.`
  return new SourceError(
    'EXEC_NOT_ALLOWED',
    message,
    'Look at the command under "Connect a cluster", "This machine", and allow it there; or use the token of a service account.',
  )
}

/** Why a command is not run, whoever allows it: what it wants is not there. Undefined when it may be allowed. */
export function unusableCommand(name: string, { apiVersion, interactiveMode }: ExecEntry): SourceError | undefined {
  if (!EXEC_API_VERSIONS.some((known) => known === apiVersion)) {
    const message = `The context "${name}" signs in by a program of an API version that is not known.`
    return new SourceError('INVALID_KUBECONFIG', message, `Its apiVersion has to be ${EXEC_API_VERSIONS.join(' or ')}.`)
  }
  if (interactiveMode === 'Always') {
    const message = `The context "${name}" signs in by a program that asks at a terminal (interactiveMode: Always); there is none.`
    return new SourceError('EXEC_NOT_ALLOWED', message, SERVICE_ACCOUNT)
  }
  if (interactiveMode != null && !['Never', 'IfAvailable', ''].includes(interactiveMode)) {
    const message = `The context "${name}" signs in by a program with an interactiveMode that is not known.`
    return new SourceError('INVALID_KUBECONFIG', message, 'It has to be Never or IfAvailable.')
  }
  return undefined
}

const SERVICE_ACCOUNT = 'Use a service account: a kubeconfig with its token, and rights to get and list.'
// Providers that get their token by running a program.
const RUNNING_PROVIDERS = new Set(['gcp', 'azure'])

function refusalOfProvider(name: string, user: UserEntry): SourceError | undefined {
  const provider = user['auth-provider']
  if (provider && RUNNING_PROVIDERS.has(provider.name)) {
    const message = `The context "${name}" signs in by the provider ${provider.name}, which runs a program; that is not allowed.`
    return new SourceError('EXEC_NOT_ALLOWED', message, SERVICE_ACCOUNT)
  }
  if (provider && provider.name !== 'oidc') {
    const message = `The context "${name}" signs in by a provider that is not known.`
    return new SourceError('INVALID_KUBECONFIG', message, SERVICE_ACCOUNT)
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
