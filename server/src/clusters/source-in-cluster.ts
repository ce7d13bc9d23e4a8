import { readFile, stat } from 'node:fs/promises'
import https from 'node:https'
import { join } from 'node:path'
import { outboundClient } from '../outbound/client.ts'
import type { ApiConnection } from './api-fetch.ts'
import { apiServerSource } from './api-server-source.ts'
import type { ConnectionOptions } from './kubeconfig-connection.ts'
import { signedInConnection } from './sign-in.ts'
import { type ClusterSource, SourceError } from './source.ts'

/** Where a pod finds its service account, and the API server of the cluster that it runs in. */
export interface ServiceAccountPlace {
  /** Folder with `token` and `ca.crt`, which the kubelet renews. */
  readonly folder: string
  /** Address of the API server, without a slash at its end. */
  readonly server: string
}

/** Source: Kubernetes documentation, "Accessing the Kubernetes API from a Pod". */
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The place by a process's environment; undefined outside of a cluster. `folder` stands in for the kubelet's in tests. */
export function serviceAccountPlace(
  environment: Readonly<Record<string, string | undefined>>,
  folder = FOLDER,
): ServiceAccountPlace | undefined {
  const host = environment['KUBERNETES_SERVICE_HOST']
  const port = environment['KUBERNETES_SERVICE_PORT']
  if (!host || !port) return undefined
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`
  return URL.canParse(server) ? { folder, server } : undefined
}

/** Whether the files of the service account are there; a pod may go without. */
export async function hasServiceAccount(place: ServiceAccountPlace | undefined): Promise<boolean> {
  if (!place) return false
  const files = [tokenFile(place), authorityFile(place)]
  return Promise.all(files.map((file) => stat(file))).then(
    () => true,
    () => false,
  )
}

/**
 * The cluster that this process runs in, by its pod's service account. It is called directly, never through a proxy, and its
 * address may be private. Nothing is called yet. Throws `SourceError` NOT_FOUND outside of a cluster.
 */
export async function inClusterSource(
  place: ServiceAccountPlace | undefined,
  options: ConnectionOptions = {},
): Promise<ClusterSource> {
  if (!place) throw notInCluster()
  const authority = new RenewedFile(authorityFile(place))
  const token = new RenewedFile(tokenFile(place))
  await Promise.all([authority.read(), token.read()])
  return apiServerSource('IN_CLUSTER', connect(place, authority, token, options))
}

function connect(
  { server }: ServiceAccountPlace,
  authority: RenewedFile,
  token: RenewedFile,
  options: ConnectionOptions,
): ApiConnection {
  const agent = new https.Agent({ keepAlive: true })
  const client = outboundClient({ ...options, policy: { allowPrivate: true }, agent })
  const headers = async () => {
    const [ca, bearer] = await Promise.all([authority.read(), token.read()])
    // The agent keeps connections by the authority that they were made with: those that are open go on.
    agent.options.ca = ca
    return { authorization: `Bearer ${bearer}` }
  }
  return signedInConnection(server, {
    now: async () => ({ client, headers: await headers() }),
    close: () => client.close(),
  })
}

/** What the kubelet renews in a file, long before it ends. Read anew when the file has changed. */
class RenewedFile {
  readonly #file: string
  #content = ''
  #version = ''

  constructor(file: string) {
    this.#file = file
  }

  async read(): Promise<string> {
    try {
      // The kubelet swaps a link, so what the link leads to is another file each time.
      const { ino, mtimeMs, size } = await stat(this.#file)
      const version = `${ino} ${mtimeMs} ${size}`
      if (version !== this.#version) {
        this.#content = (await readFile(this.#file, 'utf8')).trim()
        this.#version = version
      }
    } catch (error) {
      throw notInCluster(error)
    }
    return this.#content
  }
}

function tokenFile({ folder }: ServiceAccountPlace): string {
  return join(folder, 'token')
}

function authorityFile({ folder }: ServiceAccountPlace): string {
  return join(folder, 'ca.crt')
}

function notInCluster(cause?: unknown): SourceError {
  return new SourceError(
    'NOT_FOUND',
    'Breakwater does not run in a cluster, or its pod has no service account.',
    'Run it as a pod with a service account, and leave automountServiceAccountToken on.',
    { cause },
  )
}
