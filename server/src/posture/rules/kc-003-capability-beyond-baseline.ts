import { addedCapabilities, addedFailure } from '../capabilities.ts'
import { pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

const BASELINE = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

/**
 * Source: Pod Security Standards, baseline, "Capabilities". Names are compared as they are written, as admission does it: `chown` and
 * `CAP_CHOWN` are refused.
 */
export const capabilityBeyondBaseline: Rule = {
  id: 'KC-003',
  title: 'Capability beyond the baseline set',
  severity: 'medium',
  frameworks: pss('baseline'),
  why: 'The capability gives more than what container runtimes give by default, and a namespace that enforces the baseline standard refuses the pod.',
  remedy:
    'Remove the capability, or write one of the 13 that the baseline standard allows, in upper case and without CAP_.',
  workload: ({ containers }) =>
    containers.flatMap((container) =>
      addedCapabilities(container)
        .filter(({ written }) => !BASELINE.has(written))
        .map((capability) => addedFailure(container, capability)),
    ),
}
