import type { Pod } from '../model.ts'
import type { Catalog, Index } from './catalog.ts'

/** The key of a pod in a catalog: sorted by it, pods are in the order of namespace and name. Names have no NUL characters. */
export function keyOfPod({ namespace, name, isTemplate, workload }: Pod): string {
  return isTemplate ? `${namespace}\0${name}\0${workload.kind}` : keyOfPodNamed(namespace, name)
}

/** The key of a pod that is no template. */
export function keyOfPodNamed(namespace: string, name: string): string {
  return `${namespace}\0${name}\0`
}

const LABELED: Index<Pod> = {
  keysOf({ namespace, labels }) {
    const keys = [namespace]
    for (const key in labels) keys.push(keyOfLabel(namespace, key, labels[key] ?? ''))
    return keys
  },
}

/** Addresses of hosts are shared by many, so those are none of them. */
const ADDRESSED: Index<Pod> = {
  keysOf: ({ hostNetwork, ips, hostIps }) => (hostNetwork ? [] : ips.filter((address) => !hostIps.includes(address))),
}

/** Pods that open ports of their hosts: `network` those in the host's network, `port` others with a `hostPort`. */
export const ON_HOSTS: Index<Pod> = {
  keysOf: ({ hostNetwork, ports }) =>
    hostNetwork ? ['network'] : ports.some(({ hostPort }) => hostPort !== undefined) ? ['port'] : [],
}

/** The pods of a namespace that have all of the labels; all of them for none. */
export function podsLabeled(
  pods: Catalog<Pod>,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): readonly Pod[] {
  const wanted = Object.entries(labels)
  const rarest = wanted
    .map(([key, value]) => keyOfLabel(namespace, key, value))
    .reduce((best, key) => (pods.estimate(LABELED, key) < pods.estimate(LABELED, best) ? key : best), namespace)
  const found = pods.by(LABELED, rarest)
  return wanted.length === 0 ? found : found.filter((pod) => wanted.every(([key, value]) => pod.labels[key] === value))
}

/** The pod that has the address as its own; the last one when several have it. */
export function podAt(pods: Catalog<Pod>, address: string): Pod | undefined {
  return pods.by(ADDRESSED, address).at(-1)
}

function keyOfLabel(namespace: string, key: string, value: string): string {
  return `${namespace}\0${key}\0${value}`
}
