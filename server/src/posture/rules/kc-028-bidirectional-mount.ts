import { mitre } from '../frameworks.ts'
import { mountsOf } from '../host-paths.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Volumes", mount propagation: Bidirectional can be dangerous, and is for privileged containers alone. */
export const bidirectionalMount: Rule = {
  id: 'KC-028',
  title: 'Mount propagation Bidirectional',
  severity: 'medium',
  frameworks: mitre('T1611'),
  why: 'What the container mounts appears on the node and in other pods that use the volume; it can cover files of the node.',
  remedy:
    'Use HostToContainer, or None where the container has to see no mounts of the node; leave Bidirectional to storage drivers.',
  workload: (workload) =>
    mountsOf(workload)
      .filter(({ propagation }) => propagation === 'Bidirectional')
      .map(({ who, name, path: mount }) => {
        const path = [...mount, 'mountPropagation']
        const text = `${who} passes mounts in volume ${name} on to its node.`
        return { path, text, fix: { edits: [{ path, value: 'HostToContainer' }] } }
      }),
}
