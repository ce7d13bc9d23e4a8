import { isIP } from 'node:net'
import { addressClassOf } from '../addresses.ts'
import type { Cluster } from '../cluster.ts'
import { heardAt, UNKNOWN_PLACE } from '../heard.ts'
import { keyOfPod, ON_HOSTS } from '../live/pod-indexes.ts'
import type { DeclaredPort, Pod } from '../model.ts'
import type { EntryPath, Front } from '../paths.ts'
import { doubt, missing, type Remark } from '../remarks.ts'
import type { EntryFinder } from './entry-kind.ts'
import { nodeFront } from './node-front.ts'
import { nodeOfPod, POLICY_ON_HOST_PORT, podPath } from './pod-paths.ts'

/** `hostPort`: a port of the node that the pod is on. */
export const hostPort: EntryFinder = {
  kind: 'HostPort',
  names: (cluster) => cluster.pods.by(ON_HOSTS, 'port').map(keyOfPod),
  pathsAt(cluster, _, name) {
    const pod = cluster.pods.get(name)
    return !pod || pod.hostNetwork ? [] : pod.ports.flatMap((declared) => pathOf(cluster, pod, declared))
  },
}

function pathOf(cluster: Cluster, pod: Pod, declared: DeclaredPort): EntryPath[] {
  const { hostPort: port, hostIp, protocol } = declared
  if (port === undefined || (addressClassOf(hostIp) === 'local' && !isWildcard(hostIp))) return []
  const front = frontOf(cluster, pod, hostIp)
  const key = [`${port}/${protocol}`]
  return [podPath('HostPort', pod, declared, front, { port, key, remarks: [POLICY_ON_HOST_PORT] })]
}

function frontOf(cluster: Cluster, pod: Pod, hostIp: string): Front {
  const evidence = [`hostPort${hostIp === '' ? '' : ` at hostIP = ${hostIp}`}`]
  const node = nodeOfPod(cluster, pod)
  if (hostIp === '' || isWildcard(hostIp)) return nodeFront([node], evidence)
  const found = addressClassOf(hostIp)
  const remarks: Remark[] = []
  if (found === undefined) remarks.push(missing('addressUnknown', `hostIP = ${hostIp} is no address.`))
  else if (found === 'private' && node?.addresses.some((address) => address.class === 'public'))
    remarks.push(doubt('hostIpMayBeTranslated', 'The node has a public address that may lead to this one.', 'low'))
  const heard = found === undefined ? [UNKNOWN_PLACE] : heardAt([hostIp])
  return { heard, addresses: [hostIp], remarks, evidence, policies: [] }
}

function isWildcard(address: string): boolean {
  return isIP(address) !== 0 && /^[0:.]+$/.test(address)
}
