import { textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { Rule } from '../rule.ts'
import { isWindows, whoIs } from '../security-context.ts'
import { membersOf, type Workload } from '../subject.ts'

/** Source: Linux, ip-sysctl, ip_unprivileged_port_start: ports below it take root or NET_BIND_SERVICE. */
export const privilegedPort: Rule = {
  id: 'KC-027',
  title: 'Privileged port',
  severity: 'low',
  frameworks: [],
  why: 'To listen on a port below 1024 a program has to be root or to have a capability for it, rights that it would not need otherwise.',
  remedy: 'Let the program listen on a port from 1024 on; its Service can keep the old number.',
  noPatch:
    'On which port the program can listen is for you to say: its own configuration and its Services name it, too.',
  workload(workload) {
    if (isWindows(workload)) return undefined
    const unprivileged = firstUnprivilegedPort(workload)
    return workload.containers
      .filter(({ list }) => list !== 'ephemeralContainers')
      .flatMap((container) =>
        membersOf(container.fields['ports']).flatMap(({ fields, at }) => {
          const port = wholeOf(fields['containerPort'], 1, unprivileged - 1)
          if (port === undefined) return []
          const path = [...container.path, 'ports', at, 'containerPort']
          return [{ path, text: `${whoIs(container)} listens on port ${port}.` }]
        }),
      )
  },
}

/** The pod may move the border itself. */
function firstUnprivilegedPort({ security }: Workload): number {
  const set = membersOf(security['sysctls']).find(
    ({ fields }) => fields['name'] === 'net.ipv4.ip_unprivileged_port_start',
  )
  const value = textOf(set?.fields['value'], 5)
  return /^\d+$/.test(value) ? Math.min(Number(value), 1_024) : 1_024
}
