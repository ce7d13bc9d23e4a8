import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { Access } from './access.ts'
import { type CertificateFlaw, certificateAuthority, type KeyPair } from './certificates.ts'
import { type Fault, Faults, type FaultTimes } from './faults.ts'
import { type Amounts, generate, withKubeSystem } from './generate.ts'
import { type Handling, handle, type LoggedRequest } from './http-server.ts'
import { type KubeconfigOptions, writeKubeconfig } from './kubeconfig.ts'
import type { KubernetesApi } from './kubernetes-api.ts'
import { ObjectStore } from './store.ts'

export interface ApiServerOptions extends Amounts {
  /** Instead of generated ones. A kube-system namespace is added when none is among them. */
  readonly objects?: readonly KubernetesObject[]
  readonly certificate?: CertificateFlaw
  /** Such as `v1.34.2`. */
  readonly version?: string
  /** 0, which is the default, takes a free one. */
  readonly port?: number
}

/** A double of a Kubernetes API server, over TLS on 127.0.0.1. */
export interface ApiServer {
  /** `https://127.0.0.1:PORT` */
  readonly url: string
  readonly port: number
  /** uid of the kube-system namespace. */
  readonly uid: string
  /** The certificate authority of the server's certificate, PEM. */
  readonly ca: string
  /** What is in the cluster: `put`, `update`, `remove`, `replaceAll`. */
  readonly store: ObjectStore
  /** Who may do what: `forbid('services')`, `allow('services')`, and the token. */
  readonly access: Access
  /** Every request since the start or the last `forget`, oldest first. */
  readonly requests: readonly LoggedRequest[]
  forget(): void
  /** Makes the next requests fail: `target` is a resource such as `services`, a path such as `/version`, or `*`. */
  fail(target: string, fault: Fault & FaultTimes): void
  /** Ends all faults in waiting. */
  heal(): void
  /** Leaves a resource out of discovery, as a server of another version would. */
  withdraw(plural: string): void
  /** Makes the continue tokens that were given until now too old (410). */
  expireContinueTokens(): void
  /** A kubeconfig with one context, `double`. */
  kubeconfig(options?: KubeconfigOptions): string
  /** The same as a file that only its owner can read; gone after `close`. */
  kubeconfigFile(options?: KubeconfigOptions): Promise<string>
  close(): Promise<void>
}

/** Starts a double with generated objects, or given ones. */
export async function apiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const authority = await certificateAuthority()
  const shown = await authority.server(options.certificate)
  const user = 'breakwater'
  const client = await authority.client(user, ['viewers'])
  const handling = newHandling(options, user)
  const server = createServer(
    {
      cert: shown.certificate,
      key: shown.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => void handle(handling, request, response),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const port = (server.address() as AddressInfo).port
  return new RunningApiServer(
    handling,
    { port, ca: authority.certificate, client, withdrawn: handling.withdrawn },
    async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  )
}

function newHandling(options: ApiServerOptions, user: string): Handling & { withdrawn: Set<string> } {
  const store = new ObjectStore()
  for (const object of withKubeSystem(options.objects ?? generate(options), options.uid)) store.put(object)
  const withdrawn = new Set<string>()
  const api: KubernetesApi = { store, gitVersion: options.version ?? 'v1.34.2', withdrawn, compactedUpTo: 0 }
  const access = new Access(user, randomBytes(24).toString('base64url'))
  return { api, access, faults: new Faults(), requests: [], withdrawn }
}

function clusterUid(store: ObjectStore): string | undefined {
  const namespaces = store.resources.find((resource) => resource.kind === 'Namespace')
  return namespaces && store.get(namespaces, '/kube-system')?.metadata?.uid
}

interface Endpoint {
  readonly port: number
  readonly ca: string
  readonly client: KeyPair
  readonly withdrawn: Set<string>
}

class RunningApiServer implements ApiServer {
  readonly #handling: Handling
  readonly #endpoint: Endpoint
  readonly #stop: () => Promise<void>
  readonly #folders: string[] = []

  constructor(handling: Handling, endpoint: Endpoint, stop: () => Promise<void>) {
    this.#handling = handling
    this.#endpoint = endpoint
    this.#stop = stop
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`
  }

  get port(): number {
    return this.#endpoint.port
  }

  get uid(): string {
    return clusterUid(this.store) ?? ''
  }

  get ca(): string {
    return this.#endpoint.ca
  }

  get store(): ObjectStore {
    return this.#handling.api.store
  }

  get access(): Access {
    return this.#handling.access
  }

  get requests(): readonly LoggedRequest[] {
    return this.#handling.requests
  }

  forget(): void {
    this.#handling.requests.length = 0
  }

  fail(target: string, fault: Fault & FaultTimes): void {
    this.#handling.faults.add(target, fault)
  }

  heal(): void {
    this.#handling.faults.clear()
  }

  withdraw(plural: string): void {
    this.#endpoint.withdrawn.add(plural)
  }

  expireContinueTokens(): void {
    this.#handling.api.compactedUpTo = this.store.resourceVersion
    // Something always happens in a cluster: lists that begin from now on are newer than what was compacted.
    this.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'clock', namespace: 'kube-system' } })
  }

  kubeconfig(options: KubeconfigOptions = {}): string {
    const { client, ca } = this.#endpoint
    return writeKubeconfig({ server: this.url, ca, token: this.access.token, client }, options)
  }

  async kubeconfigFile(options: KubeconfigOptions = {}): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'api-server-'))
    this.#folders.push(folder)
    const file = join(folder, 'kubeconfig.yaml')
    await writeFile(file, this.kubeconfig(options), { mode: 0o600 })
    return file
  }

  async close(): Promise<void> {
    await this.#stop()
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }
}
