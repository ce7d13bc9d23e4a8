import { mitre } from '../frameworks.ts'
import { hostPathsOf, isAtOrBelow } from '../host-paths.ts'
import type { Rule } from '../rule.ts'

/** Where runtimes listen. /var/run leads to /run on all nodes of today. */
const SOCKETS = [
  '/run/docker.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/containerd/containerd.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/cri-dockerd.sock',
  '/run/dockershim.sock',
  '/run/podman/podman.sock',
]
/** Wherever they are: runtimes may be told to listen elsewhere. */
const NAMES = /\/(?:docker|containerd|crio)\.sock$/

/** Source: Kubernetes, "Container Runtimes", with the endpoints of each; OWASP Docker Security Cheat Sheet, "Do not expose the daemon socket". */
export const runtimeSocket: Rule = {
  id: 'KC-022',
  title: 'Container runtime socket mounted',
  severity: 'critical',
  frameworks: mitre('T1611', 'T1610'),
  why: 'Whoever reaches the socket of the container runtime starts privileged containers past the API server, and so has the node. Mounting it read-only changes nothing.',
  remedy:
    'Take the volume out; build images with a tool that needs no runtime, and read about containers from the API server.',
  noPatch: 'What the program asks of the container runtime, and who else could answer it, is for you to say.',
  covers: ['KC-020', 'KC-021', 'KC-023', 'KC-024', 'KC-025'],
  workload: (workload) =>
    hostPathsOf(workload)
      .filter(({ hostPath }) => hostPath !== '' && reachesSocket(hostPath.replace(/^\/var\/run(?=\/|$)/, '/run')))
      .map(({ name, hostPath, path, place }) => ({
        path,
        place,
        text: `Volume ${name} is ${hostPath} of the node, by which the container runtime is reached.`,
      })),
}

/** The socket, or a folder that holds one. */
function reachesSocket(path: string): boolean {
  return NAMES.test(path) || SOCKETS.some((socket) => isAtOrBelow(socket, path))
}
