import { type Fields, fieldsOf, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'

/** Something that whoever takes over a container gets with it. */
export interface Power {
  /** A sentence. */
  readonly text: string
  /** Whether it leads beyond the pod: to its node or to the cluster. */
  readonly leadsOut: boolean
}

/** Capabilities that let a container act on its node. Source: capabilities(7). */
const STRONG_CAPABILITIES = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF']

/** Files of a node that give it away to whoever reads or writes them. */
const STRONG_PATHS = [
  /^\/+$/,
  /^\/(?:etc|root|proc|sys|dev|boot|home|usr|lib|var|run|var\/run)\/?$/,
  /\/(?:docker|containerd|crio|cri-dockerd)\.sock$/,
  /^\/(?:var\/)?run\/(?:containerd|docker|crio)\/?$/,
  /^\/var\/lib\/(?:kubelet|docker|containerd|etcd)(?:\/|$)/,
  /^\/etc\/(?:kubernetes|cni|shadow|ssh)(?:\/|$)/,
]

/**
 * What a pod gives to whoever takes over `container`; with an empty name, any of its containers.
 * Source: Kubernetes, Pod Security Standards (what `baseline` refuses).
 */
export function podPowers(spec: Fields, container: string): Power[] {
  const containers = [
    ...listOf(spec['initContainers']).filter(({ restartPolicy }) => restartPolicy === 'Always'),
    ...listOf(spec['containers']),
  ]
  const own = containers.filter(({ name }) => container === '' || name === container)
  return [
    ...own.flatMap((one) => containerPowers(one, fieldsOf(spec['securityContext']), container === '')),
    ...hostPowers(spec),
    ...own.flatMap((one) => pathPowers(one, listOf(spec['volumes']))),
  ]
}

function containerPowers(container: Fields, ofPod: Fields, isNamed: boolean): Power[] {
  const security = fieldsOf(container['securityContext'])
  const subject = isNamed ? `Container ${textOf(container['name'], 253)}` : 'The container'
  const isHostProcess = [security, ofPod].some((one) => fieldsOf(one['windowsOptions'])['hostProcess'] === true)
  const added = textsOf(fieldsOf(security['capabilities'])['add'])
    .map((name) => name.replace(/^CAP_/, ''))
    .filter((name) => STRONG_CAPABILITIES.includes(name))
  return [
    ...(security['privileged'] === true ? [strong(`${subject} runs privileged.`)] : []),
    ...(isHostProcess ? [strong(`${subject} is a process of its Windows node.`)] : []),
    ...(added.length > 0 ? [strong(`${subject} has the capability ${[...new Set(added)].sort().join(', ')}.`)] : []),
  ]
}

function hostPowers(spec: Fields): Power[] {
  return [
    ...(spec['hostPID'] === true ? [strong('The pod sees the processes of its node (hostPID).')] : []),
    ...(spec['hostIPC'] === true ? [strong('The pod shares the memory of its node (hostIPC).')] : []),
    ...(spec['hostNetwork'] === true
      ? [{ text: 'The pod is in the network of its node (hostNetwork).', leadsOut: false }]
      : []),
  ]
}

/** Volumes of the node that the container mounts. */
function pathPowers(container: Fields, volumes: readonly Fields[]): Power[] {
  const mounts = listOf(container['volumeMounts'])
  return volumes.flatMap((volume) => {
    const path = textOf(fieldsOf(volume['hostPath'])['path'])
    const mounted = mounts.filter(({ name }) => name === volume['name'])
    if (path === '' || mounted.length === 0) return []
    const isWritable = mounted.some(({ readOnly }) => readOnly !== true)
    const verb = isWritable ? 'writes' : 'reads'
    return [
      {
        text: `The container ${verb} ${path} of its node.`,
        leadsOut: STRONG_PATHS.some((pattern) => pattern.test(path)),
      },
    ]
  })
}

function strong(text: string): Power {
  return { text, leadsOut: true }
}
