import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Access } from './access.ts'
import type { ApiServer } from './api-server.ts'
import { type BurstOptions, type BurstOutcome, burst } from './burst.ts'
import { certificateAuthority, type KeyPair } from './certificates.ts'
import type { Fault, FaultTimes } from './faults.ts'
import type { Handling, LoggedRequest, Meet } from './http-server.ts'
import { type KubeconfigOptions, writeKubeconfig } from './kubeconfig.ts'
import type { Lie } from './lies.ts'
import type { ObjectStore } from './store.ts'

/** Where a double listens, and what leads there. */
export interface Endpoint {
  readonly port: number
  ca: string
  client: KeyPair
  readonly withdrawn: Set<string>
}

/** What takes the connections. */
export interface Listener {
  stop(): Promise<void>
  start(): Promise<void>
  /** Shows another certificate on connections from now on, and ends those that there are. */
  show(shown: KeyPair, ca: string): void
}

/** A double that listens. */
export class RunningApiServer implements ApiServer {
  readonly #handling: Handling
  readonly #endpoint: Endpoint
  readonly #listener: Listener
  readonly #stopped = new AbortController()
  readonly #folders: string[] = []

  constructor(handling: Handling, endpoint: Endpoint, listener: Listener) {
    this.#handling = handling
    this.#endpoint = endpoint
    this.#listener = listener
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`
  }

  get port(): number {
    return this.#endpoint.port
  }

  get uid(): string {
    const namespaces = this.store.resources.find(({ kind }) => kind === 'Namespace')
    return (namespaces && this.store.get(namespaces, '/kube-system')?.metadata?.uid) ?? ''
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

  meet(meet: Meet | undefined): void {
    this.#handling.meet = meet
  }

  die(): Promise<void> {
    return this.#listener.stop()
  }

  listen(): Promise<void> {
    return this.#listener.start()
  }

  async changeAuthority(): Promise<void> {
    const authority = await certificateAuthority('another-ca')
    this.#endpoint.client = await authority.client(this.#handling.access.user, ['viewers'])
    this.#endpoint.ca = authority.certificate
    this.#listener.show(await authority.server(), authority.certificate)
  }

  heal(): void {
    this.#handling.faults.clear()
  }

  lie(target: string, lie: Lie): void {
    this.#handling.api.lies.tell(target, lie)
  }

  honest(target?: string): void {
    this.#handling.api.lies.stop(target)
  }

  withdraw(plural: string, version?: string): void {
    this.#endpoint.withdrawn.add(version ? `${plural} ${version}` : plural)
  }

  expireContinueTokens(): void {
    this.#handling.api.tooOld.lists = this.#newState()
  }

  expireWatches(): void {
    this.#handling.api.tooOld.watches = this.#newState()
  }

  openWatches(plural?: string): readonly string[] {
    const open = [...this.#handling.watches].map((stream) => stream.plural)
    return plural === undefined ? open : open.filter((one) => one === plural)
  }

  cutWatches(plural?: string): void {
    for (const stream of this.#handling.watches) {
      if (plural === undefined || stream.plural === plural) stream.destroy()
    }
  }

  burst(options: BurstOptions): Promise<BurstOutcome> {
    return burst(this.store, options, this.#stopped.signal)
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
    this.#stopped.abort()
    await this.#listener.stop()
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }

  /** Something always happens in a cluster: what begins from now on is newer than what was told before. */
  #newState(): number {
    this.store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'clock', namespace: 'kube-system' } })
    return this.store.resourceVersion
  }
}
