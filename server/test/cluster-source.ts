import type { ClusterSource, ObjectPage } from '../src/clusters/source.ts'
import { type KubeconfigSourceOptions, kubeconfigSource } from '../src/clusters/source-kubeconfig.ts'
import { KINDS, type KindDefinition } from '../src/kubernetes/kinds.ts'
import { type ApiServer, type ApiServerOptions, apiServer } from './api-server/api-server.ts'
import type { KubeconfigOptions } from './api-server/kubeconfig.ts'

const closing: (() => Promise<void>)[] = []

/** Closes all that `startSource` opened; for `afterEach`. */
export async function closeSources(): Promise<void> {
  for (const close of closing.splice(0)) await close()
}

/** Starts a double and a source of it, by the kubeconfig that it writes. Pauses between attempts take no time. */
export async function startSource(
  options: ApiServerOptions = {},
  kubeconfig: KubeconfigOptions = {},
  serverOf: (url: string) => string = (url) => url,
  sourceOptions: Partial<KubeconfigSourceOptions> = {},
): Promise<{ api: ApiServer; source: ClusterSource }> {
  const api: ApiServer = await apiServer(options)
  const source = await kubeconfigSource({
    kubeconfig: api.kubeconfig({ server: serverOf(api.url), ...kubeconfig }),
    origin: 'machine',
    allowPrivateAddresses: false,
    connection: { wait: async () => {} },
    ...sourceOptions,
  })
  closing.push(
    () => source.close(),
    () => api.close().catch(() => {}),
  )
  return { api, source }
}

/** The line of the table of kinds. */
export function kind(name: string): KindDefinition {
  return KINDS.find((one) => one.kind === name) as KindDefinition
}

/** All pages. */
export async function collect(pages: AsyncIterable<ObjectPage>): Promise<ObjectPage[]> {
  return Array.fromAsync(pages)
}

/** The names of all objects. */
export async function names(pages: AsyncIterable<ObjectPage>): Promise<unknown[]> {
  return (await collect(pages)).flatMap((page) => page.objects.map((object) => object.metadata?.name))
}
