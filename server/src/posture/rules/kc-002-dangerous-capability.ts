import { addedCapabilities, addedFailure } from '../capabilities.ts'
import { cis, mitre, nsa, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * With one of these a process reads or changes its node, other containers' processes, or their traffic.
 * Source: capabilities(7), and "Set capabilities for a Container" of the Kubernetes documentation.
 */
const DANGEROUS = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'NET_ADMIN',
  'NET_RAW',
  'PERFMON',
  'SETPCAP',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
])

/** Source: capabilities(7); Pod Security Standards, baseline, "Capabilities". */
export const dangerousCapability: Rule = {
  id: 'KC-002',
  title: 'Dangerous capability added',
  severity: 'high',
  frameworks: [
    ...pss('baseline'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.9', '1.11': '5.2.9' }),
    ...mitre('T1611'),
  ],
  why: 'With such a capability a process can load kernel modules, trace other processes or rewrite the network of its node, which leads out of the container.',
  remedy: 'Remove the capability; where the program cannot do without it, keep the workload on nodes of its own.',
  covers: ['KC-003', 'KC-004', 'KC-005'],
  workload: ({ containers }) =>
    containers.flatMap((container) =>
      addedCapabilities(container)
        .filter(({ name }) => DANGEROUS.has(name))
        .map((capability) => addedFailure(container, capability)),
    ),
}
