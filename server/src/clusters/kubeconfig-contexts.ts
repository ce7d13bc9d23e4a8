import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { type Kubeconfig, mergeKubeconfigs, parseKubeconfig, selectContext } from './kubeconfig.ts'
import { type AuthenticationKind, authenticationOf, refusalOf } from './kubeconfig-rules.ts'
import { SourceError, type SourceErrorCode } from './source.ts'

/** A context that was found on this machine, and whether it can be connected. */
export interface MachineContext {
  readonly name: string
  /** The kubeconfig's current context. */
  readonly current: boolean
  /** Address of the API server; undefined when the context is broken. */
  readonly server: string | undefined
  readonly authentication: AuthenticationKind | undefined
  /** Why it cannot be connected; undefined when it can be tried. */
  readonly unusable: { readonly code: SourceErrorCode; readonly message: string; readonly advice: string } | undefined
}

/** Contexts, and the files that could not be read. */
export interface MachineContexts {
  readonly contexts: readonly MachineContext[]
  readonly problems: readonly SourceError[]
}

/** What decides where kubeconfigs are. */
export interface KubeconfigPlaces {
  /** The value of KUBECONFIG: a list of files. */
  readonly kubeconfig?: string | undefined
  readonly home?: string
}

/**
 * Lists the contexts of the machine's kubeconfigs, in the order of the files. `permitted` tells the hash of the command that a
 * context may run. Throws nothing for what is in the files.
 */
export async function machineContexts(
  places: KubeconfigPlaces,
  permitted: (context: string) => string | undefined = () => undefined,
): Promise<MachineContexts> {
  const { config, problems } = await machineKubeconfig(places)
  return { contexts: contextsIn(config, permitted), problems }
}

/** The same of a kubeconfig that was read already. */
export function contextsIn(config: Kubeconfig, permitted: (context: string) => string | undefined): MachineContext[] {
  return [...config.contexts.keys()].map((name) => describe(config, name, permitted(name)))
}

/** The machine's kubeconfigs as one, and the files that could not be read. A file that is not there is no problem. */
export async function machineKubeconfig(
  places: KubeconfigPlaces,
): Promise<{ config: Kubeconfig; problems: readonly SourceError[] }> {
  const configs: Kubeconfig[] = []
  const problems: SourceError[] = []
  for (const file of kubeconfigFiles(places)) {
    const read = await readKubeconfig(file)
    if (read instanceof SourceError) problems.push(read)
    else if (read) configs.push(read)
  }
  return { config: mergeKubeconfigs(configs), problems }
}

/** Source: Kubernetes documentation, "Organizing Cluster Access Using kubeconfig Files". */
function kubeconfigFiles({ kubeconfig, home = homedir() }: KubeconfigPlaces): string[] {
  const listed = [...new Set((kubeconfig ?? '').split(delimiter).filter((file) => file !== ''))]
  return listed.length > 0 ? listed : [join(home, '.kube', 'config')]
}

async function readKubeconfig(file: string): Promise<Kubeconfig | SourceError | undefined> {
  try {
    return parseKubeconfig(await readFile(file, 'utf8'), dirname(resolve(file)))
  } catch (error) {
    if (error instanceof SourceError)
      return new SourceError(error.code, `${file}: ${error.message}`, error.advice, { cause: error })
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    return new SourceError('INVALID_KUBECONFIG', `${file} cannot be read.`, 'Check its permissions.', { cause: error })
  }
}

function describe(config: Kubeconfig, name: string, permitted: string | undefined): MachineContext {
  const current = config.currentContext === name
  try {
    const selected = selectContext(config, name)
    const { server } = selected.cluster
    return {
      name,
      current,
      server,
      authentication: authenticationOf(selected.user),
      unusable: reason(refusalOf(selected, 'machine', permitted)),
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { name, current, server: undefined, authentication: undefined, unusable: reason(error) }
  }
}

function reason(error: SourceError | undefined): MachineContext['unusable'] {
  return error && { code: error.code, message: error.message, advice: error.advice }
}
