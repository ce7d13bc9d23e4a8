import { mitre, nsa } from '../frameworks.ts'
import { hostPathsOf, isAtOrBelow } from '../host-paths.ts'
import type { Rule } from '../rule.ts'

/** Folders by which a node, its kubelet, its kernel or its users are read or taken over. Source: Filesystem Hierarchy Standard 3.0. */
const SENSITIVE = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/lib/kubelet',
  '/var/lib/rancher',
  '/var/log',
  '/var/run',
]
/** Nothing but the time zone, which many programs take from the node. */
const HARMLESS = ['/etc/localtime', '/etc/timezone', '/usr/share/zoneinfo']

/** Sources: NSA/CISA Kubernetes Hardening Guidance, "Pod security enforcement"; Kubernetes, "Volumes", hostPath. */
export const sensitiveHostFolder: Rule = {
  id: 'KC-023',
  title: 'Sensitive host folder mounted',
  severity: 'high',
  frameworks: [...nsa('Pod security'), ...mitre('T1611')],
  why: 'In such folders stand credentials of the node, what it runs, and the volumes and secrets of all its pods.',
  remedy: 'Take the volume out, or mount the one file that is needed, read-only.',
  noPatch: 'Which part of the folder the program needs is for you to say.',
  covers: ['KC-020', 'KC-021', 'KC-024', 'KC-025'],
  workload: (workload) =>
    hostPathsOf(workload)
      .filter(({ hostPath }) => hostPath !== '' && isSensitive(hostPath))
      .map(({ name, hostPath, path, place }) => ({
        path,
        place,
        text: `Volume ${name} is ${hostPath} of the node, a sensitive place.`,
      })),
}

/** Such a folder, what is in it, or a folder that holds one. */
function isSensitive(path: string): boolean {
  if (HARMLESS.some((one) => isAtOrBelow(path, one))) return false
  return SENSITIVE.some((folder) => isAtOrBelow(path, folder) || isAtOrBelow(folder, path))
}
