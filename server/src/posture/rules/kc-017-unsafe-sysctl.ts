import { textOf } from '../../kubernetes/fields.ts'
import type { Facts } from '../facts.ts'
import { pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isAtLeast } from '../security-context.ts'
import { membersOf } from '../subject.ts'

/** Names that are safe, by the minor version that they came with. */
const SAFE: readonly (readonly [since: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.ip_unprivileged_port_start',
      'net.ipv4.ping_group_range',
      'net.ipv4.tcp_syncookies',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
      'net.ipv4.tcp_keepalive_time',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_notsent_lowat', 'net.ipv4.tcp_slow_start_after_idle']],
]

/** Source: Pod Security Standards, baseline, "Sysctls", with the versions from which names are allowed. */
export const unsafeSysctl: Rule = {
  id: 'KC-017',
  title: 'Unsafe sysctl',
  severity: 'medium',
  frameworks: pss('baseline'),
  why: 'The setting of the kernel may hold for all of the node and lift its protection, or take what other pods need.',
  remedy: 'Remove the sysctl, or set it on the nodes where all that runs there agrees with it.',
  workload({ security, specPath }, facts) {
    const set = membersOf(security['sysctls'])
    if (set.length === 0) return []
    const safe = safeNames(facts)
    return set.flatMap(({ fields, at }) => {
      const name = textOf(fields['name'], 253)
      if (safe.has(name)) return []
      const path = [...specPath, 'securityContext', 'sysctls', at]
      const text = `The pod sets the sysctl ${name}, which is not among the safe ones.`
      return [{ path: [...path, 'name'], text, fix: { edits: [{ path, remove: true as const }] } }]
    })
  },
}

function safeNames(facts: Facts): Set<string> {
  return new Set(SAFE.flatMap(([since, names]) => (isAtLeast(facts, since) ? names : [])))
}
