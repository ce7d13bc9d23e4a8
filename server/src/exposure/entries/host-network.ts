import type { EntryFinder } from './entry-kind.ts'
import { nodeFront } from './node-front.ts'
import { nodeOfPod, podPath } from './pod-paths.ts'

/** Pods on the network of their node: every port that they declare is one of the node. Others they may listen on are not seen. */
export const hostNetwork: EntryFinder = {
  kind: 'HostNetwork',
  find: (cluster) =>
    cluster.pods
      .filter((pod) => pod.hostNetwork)
      .flatMap((pod) => {
        const front = nodeFront([nodeOfPod(cluster, pod)], ['spec.hostNetwork = true'])
        return pod.ports.map((declared) =>
          podPath('HostNetwork', pod, declared, front, {
            port: declared.port,
            key: [`${declared.port}/${declared.protocol}`],
            remarks: [],
          }),
        )
      }),
}
