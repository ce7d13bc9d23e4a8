import { keyOfPod, ON_HOSTS } from '../live/pod-indexes.ts'
import type { EntryFinder } from './entry-kind.ts'
import { nodeFront } from './node-front.ts'
import { nodeOfPod, podPath } from './pod-paths.ts'

/** Pods on the network of their node: every port that they declare is one of the node. Others they may listen on are not seen. */
export const hostNetwork: EntryFinder = {
  kind: 'HostNetwork',
  names: (cluster) => cluster.pods.by(ON_HOSTS, 'network').map(keyOfPod),
  pathsAt(cluster, _, name) {
    const pod = cluster.pods.get(name)
    if (!pod?.hostNetwork) return []
    const front = nodeFront([nodeOfPod(cluster, pod)], ['spec.hostNetwork = true'])
    return pod.ports.map((declared) =>
      podPath('HostNetwork', pod, declared, front, {
        port: declared.port,
        key: [`${declared.port}/${declared.protocol}`],
        remarks: [],
      }),
    )
  },
}
