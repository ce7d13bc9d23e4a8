import { cis, mitre, pss } from '../frameworks.ts'
import { hostPathsOf } from '../host-paths.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "HostPath Volumes". */
export const hostPath: Rule = {
  id: 'KC-020',
  title: 'Any hostPath volume',
  severity: 'high',
  frameworks: [...pss('baseline'), ...cis({ '1.10': '5.2.12', '1.11': '5.2.12', '1.12': '5.2.11' }), ...mitre('T1611')],
  why: 'What stands on the node is open to the pod: files of other pods and of the node itself, and links in them that lead further.',
  remedy: 'Keep data in a PersistentVolumeClaim or an emptyDir, and configuration in a ConfigMap or a Secret.',
  noPatch: 'What the program needs of the node, and what could take its place, is for you to say.',
  covers: ['KC-025'],
  workload: (workload) =>
    hostPathsOf(workload).map(({ name, hostPath: path, place }) => ({
      path: [...place, 'hostPath'],
      place,
      text: `Volume ${name} is ${path || 'a path'} of the node.`,
    })),
}
