import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { readJson, readYaml } from '../kubernetes/manifest-document.ts'
import { SourceError } from './source.ts'

/** A kubeconfig, read and checked for shape, with nothing of it tried. */
export interface Kubeconfig {
  readonly currentContext: string | undefined
  readonly contexts: ReadonlyMap<string, ContextEntry>
  readonly clusters: ReadonlyMap<string, ClusterEntry>
  readonly users: ReadonlyMap<string, UserEntry>
}

/** Field names are the kubeconfig's own. Source: client-go, tools/clientcmd/api/v1. */
export type ContextEntry = z.infer<typeof contextSchema>
export type ClusterEntry = z.infer<typeof clusterSchema>
export type UserEntry = z.infer<typeof userSchema>
/** How a user signs in by a program. Source: client-go, tools/clientcmd/api/v1, ExecConfig. */
export type ExecEntry = z.infer<typeof execSchema>

/** One context with what it points at. */
export interface SelectedContext {
  readonly name: string
  readonly cluster: ClusterEntry
  readonly user: UserEntry
}

/**
 * Reads a kubeconfig, YAML or JSON. Relative file names in it are taken from `folder`, where it came from.
 * Throws `SourceError` INVALID_KUBECONFIG; messages never quote the text.
 */
export function parseKubeconfig(text: string, folder?: string): Kubeconfig {
  if (text.length > MAX_LENGTH) throw invalid('The kubeconfig is larger than 1 MiB.')
  const read = text.trimStart().startsWith('{') ? readJson(text, LIMITS) : readYaml(text, LIMITS)
  if ('code' in read)
    throw invalid(`The kubeconfig cannot be read${read.line ? ` at line ${read.line}` : ''}: ${read.message}`)
  const parsed = kubeconfigSchema.safeParse(read.value)
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'its top level'
    throw invalid(`The kubeconfig is not of the form that kubectl reads: see ${where}.`)
  }
  const { contexts, clusters, users } = parsed.data
  return {
    currentContext: parsed.data['current-context'] || undefined,
    contexts: byName(contexts, (entry) => entry.context),
    clusters: byName(clusters, (entry) => withAbsolutePaths(entry.cluster, ['certificate-authority'], folder)),
    users: byName(users, (entry) =>
      withAbsoluteCommand(withAbsolutePaths(entry.user ?? {}, USER_FILES, folder), folder),
    ),
  }
}

/** Joins kubeconfigs as kubectl does: of what stands in several under one name, the first counts. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const merge = <T>(pick: (config: Kubeconfig) => ReadonlyMap<string, T>): Map<string, T> =>
    firstOfEachName(configs.flatMap((config) => [...pick(config)]))
  return {
    currentContext: configs.find((config) => config.currentContext)?.currentContext,
    contexts: merge((config) => config.contexts),
    clusters: merge((config) => config.clusters),
    users: merge((config) => config.users),
  }
}

/** Finds a context, the current one when `name` is undefined. Throws `SourceError` INVALID_KUBECONFIG. */
export function selectContext(config: Kubeconfig, name: string | undefined = config.currentContext): SelectedContext {
  if (name === undefined) throw invalid('The kubeconfig names no current context.', 'Choose one of its contexts.')
  const context = config.contexts.get(name)
  if (!context) throw invalid(`The kubeconfig has no context "${name}".`, 'Choose one of its contexts.')
  const cluster = config.clusters.get(context.cluster)
  if (!cluster) throw invalid(`The context "${name}" points at a cluster that the kubeconfig does not have.`)
  const user = context.user ? config.users.get(context.user) : {}
  if (!user) throw invalid(`The context "${name}" points at a user that the kubeconfig does not have.`)
  return { name, cluster, user }
}

const MAX_LENGTH = 1024 * 1024
const LIMITS = { maxAliases: 100, maxDepth: 32, maxValues: 100_000 }
const USER_FILES = ['client-certificate', 'client-key', 'tokenFile', 'token-file'] as const

const text = z.string().nullish()
const contextSchema = z.looseObject({ cluster: z.string(), user: text, namespace: text })
const clusterSchema = z.looseObject({
  server: z.url({ protocol: /^https?$/ }),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
})
const MOST_PARTS = 1_000
const part = z.string().max(32 * 1024)
const execSchema = z.looseObject({
  apiVersion: part.nullish(),
  command: part.min(1),
  args: z.array(part).max(MOST_PARTS).nullish(),
  env: z
    .array(z.object({ name: part.min(1), value: part }))
    .max(MOST_PARTS)
    .nullish(),
  interactiveMode: part.nullish(),
  provideClusterInfo: z.boolean().nullish(),
  installHint: part.nullish(),
})
const userSchema = z.looseObject({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  'token-file': text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': z.array(z.string()).nullish(),
  'auth-provider': z.looseObject({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  exec: execSchema.nullish(),
})
const kubeconfigSchema = z.looseObject({
  'current-context': text,
  contexts: z.array(z.looseObject({ name: z.string(), context: contextSchema })).nullish(),
  clusters: z.array(z.looseObject({ name: z.string(), cluster: clusterSchema })).nullish(),
  users: z.array(z.looseObject({ name: z.string(), user: userSchema.nullish() })).nullish(),
})

function byName<E extends { name: string }, T>(
  entries: readonly E[] | null | undefined,
  pick: (entry: E) => T,
): Map<string, T> {
  return firstOfEachName((entries ?? []).map((entry) => [entry.name, pick(entry)]))
}

function firstOfEachName<T>(entries: readonly (readonly [string, T])[]): Map<string, T> {
  const found = new Map<string, T>()
  for (const [name, value] of entries) if (!found.has(name)) found.set(name, value)
  return found
}

function withAbsolutePaths<T extends object>(
  entry: T,
  fields: readonly (keyof T & string)[],
  folder: string | undefined,
): T {
  if (folder === undefined) return entry
  const changed = fields.flatMap((field) => {
    const path = entry[field]
    return typeof path === 'string' && path !== '' && !isAbsolute(path) ? [[field, join(folder, path)] as const] : []
  })
  return { ...entry, ...Object.fromEntries(changed) }
}

/** A command with a slash is taken from the folder of the kubeconfig; a bare name is looked for in PATH, when it is run. */
function withAbsoluteCommand(user: UserEntry, folder: string | undefined): UserEntry {
  const { exec } = user
  if (!exec || folder === undefined || isAbsolute(exec.command) || !exec.command.includes('/')) return user
  return { ...user, exec: { ...exec, command: join(folder, exec.command) } }
}

function invalid(message: string, advice = 'Check it with `kubectl config view --kubeconfig FILE`.'): SourceError {
  return new SourceError('INVALID_KUBECONFIG', message, advice)
}
