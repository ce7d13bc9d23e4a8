import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { Access } from './access.ts'
import type { BurstOptions, BurstOutcome } from './burst.ts'
import { type CertificateFlaw, certificateAuthority } from './certificates.ts'
import { type Fault, Faults, type FaultTimes } from './faults.ts'
import { type Amounts, generate, withKubeSystem } from './generate.ts'
import { type Handling, handle, type LoggedRequest, type Meet } from './http-server.ts'
import type { KubeconfigOptions } from './kubeconfig.ts'
import { type Lie, Lies } from './lies.ts'
import { type Listener, RunningApiServer } from './running.ts'
import { ObjectStore } from './store.ts'
import type { WatchTimes } from './watch.ts'

export interface ApiServerOptions extends Amounts {
  /** Instead of generated ones. A kube-system namespace is added when none is among them. */
  readonly objects?: readonly KubernetesObject[]
  readonly certificate?: CertificateFlaw
  /** Such as `v1.34.2`. */
  readonly version?: string
  /** 0, which is the default, takes a free one. */
  readonly port?: number
  /** Instead of a new one: a server that comes back is known by the token of before. */
  readonly token?: string
  /** A bookmark about each minute, and an end after half an hour, unless told otherwise. */
  readonly watchTimes?: Partial<WatchTimes>
  /** How many of the last changes are remembered at least; 20,000 when absent. */
  readonly keepChanges?: number
}

/**
 * A double of a Kubernetes API server, over TLS on 127.0.0.1, held to transcripts of a real one by contract.test.ts. What it
 * does not do: write objects over the API, select by labels, make Tables or PartialObjectMetadata (406), tell short names,
 * categories and subresources in discovery, wait three seconds before it refuses a version that is still to come.
 */
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
  /** Who may do what: `forbid('services')`, `forbid('pods', ['watch'])`, `allow('services')`, and the token. */
  readonly access: Access
  /** Every request since the start or the last `forget`, oldest first. */
  readonly requests: readonly LoggedRequest[]
  forget(): void
  /** Makes the next requests fail: `target` is a resource such as `services`, a path such as `/version`, or `*`. */
  fail(target: string, fault: Fault & FaultTimes): void
  /** Lets a function say what goes wrong with each request, as long as it is the last that was given; `undefined` ends it. */
  meet(meet: Meet | undefined): void
  /** Ends all faults in waiting. */
  heal(): void
  /** Ends all connections and takes no more, as a server that has died; `listen` brings it back on the same port. */
  die(): Promise<void>
  listen(): Promise<void>
  /** Shows a certificate of a new authority from now on, as a server that was set up anew; `ca` and kubeconfigs tell the new one. */
  changeAuthority(): Promise<void>
  /** Tells wrong things about a resource such as `pods`, or `*`, until `honest`. */
  lie(target: string, lie: Lie): void
  honest(target?: string): void
  /** Leaves a resource, or one version of it, out of discovery, as a server of another version would. */
  withdraw(plural: string, version?: string): void
  /** Makes the continue tokens that were given until now too old (410). */
  expireContinueTokens(): void
  /** Makes the resource versions that were told until now too old to watch on from (an ERROR event of 410). */
  expireWatches(): void
  /** The watches that are open, each by its resource's plural name; of one resource when told. */
  openWatches(plural?: string): readonly string[]
  /** Destroys the connections of open watches, of one resource or all. */
  cutWatches(plural?: string): void
  /** Makes many changes of the pods that are there. */
  burst(options: BurstOptions): Promise<BurstOutcome>
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
  const withdrawn = new Set<string>()
  const handling = newHandling(options, user, withdrawn)
  const server = createServer(
    {
      cert: shown.certificate,
      key: shown.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => void handle(handling, request, response).catch(() => response.destroy()),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return new RunningApiServer(
    handling,
    { port, ca: authority.certificate, client, withdrawn },
    listenerOf(server, port),
  )
}

function listenerOf(server: Server, port: number): Listener {
  // The server itself does not know of a connection before its handshake is over.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const closeAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      closeAll()
      await closed
    },
    start: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    show: ({ certificate, key }, ca) => {
      server.setSecureContext({ cert: certificate, key, ca })
      closeAll()
    },
  }
}

function newHandling(options: ApiServerOptions, user: string, withdrawn: ReadonlySet<string>): Handling {
  const { keepChanges } = options
  const store = new ObjectStore(keepChanges === undefined ? {} : { keepChanges })
  for (const object of withKubeSystem(options.objects ?? generate(options), options.uid)) store.put(object)
  return {
    api: {
      store,
      gitVersion: options.version ?? 'v1.34.2',
      lies: new Lies(),
      withdrawn,
      tooOld: { lists: 0, watches: 0 },
    },
    access: new Access(user, options.token ?? randomBytes(24).toString('base64url')),
    faults: new Faults(),
    requests: [],
    watchTimes: { bookmarkMs: 60_000, timeoutMs: 1_800_000, ...options.watchTimes },
    watches: new Set(),
    meet: undefined,
  }
}
