/**
 * API servers' doubles, each with a synthetic cluster, in a process of their own: `double.ts PODS [CLUSTERS]`. Prints one JSON line a cluster
 * (url, kubeconfig, token, uid), then takes commands from its input, a line each, and answers `done`: `change N` changes N pods of the
 * first. Ends with its input.
 */
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { apiServer } from '../../server/test/api-server/api-server.ts'
import { clusterObjects } from './cluster-objects.ts'

const pods = Number(process.argv[2] ?? 10_000)
const clusters = Number(process.argv[3] ?? 1)
const objects = clusterObjects({
  pods,
  services: Math.ceil(pods / 10),
  policies: Math.ceil(pods / 10),
  ingresses: Math.ceil(pods / 50),
})
const names = objects.flatMap(({ kind, metadata }) =>
  kind === 'Pod' && metadata?.name ? [{ name: metadata.name, namespace: metadata.namespace ?? '' }] : [],
)
const apis = await Promise.all(Array.from({ length: clusters }, () => apiServer({ objects: withUidOfItsOwn() })))
for (const api of apis) {
  const { url, uid } = api
  console.log(JSON.stringify({ url, uid, token: api.access.token, kubeconfig: await api.kubeconfigFile() }))
}

let round = 0
for await (const line of createInterface({ input: process.stdin })) {
  const [command, count] = line.split(' ')
  if (command === 'change') change(Number(count))
  console.log('done')
}
await Promise.all(apis.map((api) => api.close()))

/** A cluster is told by the uid of this namespace. */
function withUidOfItsOwn(): typeof objects {
  return [...objects, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: randomUUID() } }]
}

/** Restarts the containers of the first `count` pods. */
function change(count: number): void {
  round++
  for (const { name, namespace } of names.slice(0, count)) {
    apis[0]?.store.update('Pod', name, namespace, (pod) => {
      const status = pod['status'] as { containerStatuses: { restartCount: number }[] }
      return Object.assign(pod, {
        status: {
          ...status,
          containerStatuses: status.containerStatuses.map((one) => ({ ...one, restartCount: round })),
        },
      })
    })
  }
}
