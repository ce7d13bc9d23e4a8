import { mitre } from '../frameworks.ts'
import { hostPathsOf } from '../host-paths.ts'
import type { Rule } from '../rule.ts'

/** Folders of the command lines of clouds, in anybody's home. Sources: documentation of aws, az, gcloud, aliyun, tccli and oci. */
const IN_HOMES = /\/(?:\.aws|\.azure|\.aliyun|\.tccli|\.oci|gcloud)(?:\/|$)|^(?:\/root|\/home\/[^/]+)?\/\.config$/
/** What the node itself shows to its cloud (azure.json, cloud.conf, credential providers of the kubelet), and the folder above. */
const OF_NODES = /^\/etc(?:\/kubernetes(?:\/|$)|$)|^\/var\/lib\/kubelet(?:\/|$)/

/** Source: MITRE ATT&CK T1552.001, "Credentials In Files". */
export const cloudCredentials: Rule = {
  id: 'KC-024',
  title: 'Cloud credential folder of the node mounted',
  severity: 'medium',
  frameworks: mitre('T1552'),
  why: 'With the credentials of the node, or of an administrator, one reaches the account at the cloud, far beyond the cluster.',
  remedy: 'Take the volume out, and give the pod an identity of its own at the cloud (workload identity).',
  noPatch: 'Which identity at the cloud the program should have instead is for you to say.',
  covers: ['KC-020', 'KC-025'],
  workload: (workload) =>
    hostPathsOf(workload)
      .filter(({ hostPath }) => IN_HOMES.test(hostPath) || OF_NODES.test(hostPath))
      .map(({ name, hostPath, path, place }) => ({
        path,
        place,
        text: `Volume ${name} is ${hostPath} of the node, where credentials of clouds are kept.`,
      })),
}
