import { hasResource, resourceContainers } from '../resources.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: Kubernetes, Resource Management for Pods and Containers, "Requests and limits"; Node-pressure Eviction, pod selection. */
export const noRequests: Rule = {
  id: 'KC-032',
  title: 'No requests',
  severity: 'low',
  frameworks: [],
  why: 'The scheduler counts a container without requests as if it needed nothing, so its node fills up, and its pods are evicted first when memory runs short.',
  remedy: 'Set resources.requests.cpu and resources.requests.memory to what the program usually needs.',
  noPatch: 'How much the program usually needs is for you to say.',
  workload: (workload) =>
    resourceContainers(workload).flatMap((container) =>
      (['cpu', 'memory'] as const).flatMap((resource): Failure[] => {
        if (hasResource(workload, container, 'requests', resource)) return []
        const path = [...container.path, 'resources', 'requests', resource]
        return [{ path, text: `Container ${container.name} requests no ${resource === 'cpu' ? 'CPU' : resource}.` }]
      }),
    ),
}
