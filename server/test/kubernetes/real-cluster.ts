import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import type { ClusterSource } from '../../src/clusters/source.ts'
import { type KubeconfigSourceOptions, kubeconfigSource } from '../../src/clusters/source-kubeconfig.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { type KubeconfigOptions, writeKubeconfig } from '../api-server/kubeconfig.ts'
import { MemorySource } from '../memory-source.ts'
import type { SyncWorld } from '../sync-world.ts'
import { KubernetesClient } from './client.ts'
import type { RealServer } from './control-plane.ts'
import { collectionPath, namespaceOf, objectPath } from './scenario.ts'

/** What tests do to a real cluster, as its administrator. */
export class RealCluster {
  readonly server: RealServer
  readonly #admin: KubernetesClient

  constructor(server: RealServer) {
    this.server = server
    this.#admin = new KubernetesClient({ url: server.url, ca: server.ca, token: server.adminToken })
  }

  /** Creates an object; a status that it carries is set as a controller would. `query` begins with `?`. Gives it as the server has it. */
  async create(object: KubernetesObject, query = ''): Promise<KubernetesObject> {
    const { status, ...asked } = object
    const created = (await this.#admin.create(`${collectionPath(object)}${query}`, asked)) as KubernetesObject
    return status ? this.patch(object, { status }, '/status') : created
  }

  async patch(object: KubernetesObject, patch: object, subresource = ''): Promise<KubernetesObject> {
    return this.#admin.patch(`${objectPath(object)}${subresource}`, patch)
  }

  /** Removes it at once, as a pod is removed that no node runs. */
  async remove(object: KubernetesObject): Promise<void> {
    await this.#admin.delete(`${objectPath(object)}?gracePeriodSeconds=0`)
  }

  /** A namespace in which pods can be created. */
  async namespace(name: string): Promise<void> {
    await this.create(namespaceOf(name))
    await this.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } })
  }

  /** uid of the kube-system namespace. */
  async uid(): Promise<string> {
    const { text } = await this.#admin.request({ path: '/api/v1/namespaces/kube-system' })
    return JSON.parse(text).metadata.uid
  }

  /** A token of a service account, as `kubectl create token` asks for one. */
  async token(namespace: string, account: string): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`
    const { status } = await this.#admin.create(path, { spec: { expirationSeconds: 3600 } })
    return (status as { token: string }).token
  }

  /** Those of `rights`, such as `list pods`, that the bearer of a token does not have in all namespaces. */
  async mayNot(token: string, rights: readonly string[]): Promise<string[]> {
    const { url, ca } = this.server
    const client = new KubernetesClient({ url, ca, token })
    const missing: string[] = []
    for (const right of rights) {
      const [verb, resource] = right.split(' ')
      const spec = { resourceAttributes: { verb, resource } }
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
      const { status } = await client.create(path, { spec })
      if (!(status as { allowed: boolean }).allowed) missing.push(right)
    }
    client.close()
    return missing
  }

  /** A source that reads with a token, the viewer's when absent. */
  source(
    token = this.server.viewerToken,
    kubeconfig: KubeconfigOptions = {},
    options: Partial<KubeconfigSourceOptions> = {},
  ): Promise<ClusterSource> {
    const { url, ca } = this.server
    const client = { certificate: '', key: '' }
    return kubeconfigSource({
      kubeconfig: writeKubeconfig({ server: url, ca, token, client }, kubeconfig),
      origin: 'machine',
      allowPrivateAddresses: false,
      ...options,
    })
  }

  close(): void {
    this.#admin.close()
  }
}

/** The cluster as a connected one; what it gives asks a world for its rows. */
export async function connectTo(world: SyncWorld, uid: string): Promise<MemorySource> {
  const row = { uid, name: 'real', nameLower: 'real', sourceKind: 'KUBECONFIG' as const, connectedAt: new Date() }
  await world.database.transaction((tx) => tx.insert(cluster).values(row))
  return new MemorySource(uid, [])
}
