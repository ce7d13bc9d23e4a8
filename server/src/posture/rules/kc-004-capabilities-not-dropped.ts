import { addedCapabilities, addedFailure, dropPath, droppedCapabilities } from '../capabilities.ts'
import { cis, nsa, pss } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'
import { isWindows, whoIs } from '../security-context.ts'
import type { Container } from '../subject.ts'

/** Source: Pod Security Standards, restricted, "Capabilities": all are dropped, and only NET_BIND_SERVICE may be added. */
export const capabilitiesNotDropped: Rule = {
  id: 'KC-004',
  title: 'Capabilities not dropped',
  severity: 'low',
  frameworks: [
    ...pss('restricted', 'v1.22'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.10', '1.11': '5.2.10', '1.12': '5.2.9' }),
  ],
  why: 'Container runtimes leave a process some of the rights of root. Few programs need one of them, and whoever takes one over has them all.',
  remedy: 'Drop ALL, and add NET_BIND_SERVICE where the program listens on a port below 1024.',
  workload(workload) {
    if (isWindows(workload)) return undefined
    return workload.containers.flatMap((container) => [...notDropped(container), ...added(container)])
  },
}

function notDropped(container: Container): Failure[] {
  if (droppedCapabilities(container).has('ALL')) return []
  const path = dropPath(container)
  return [
    { path, text: `${whoIs(container)} does not drop all capabilities.`, fix: { edits: [{ path, value: ['ALL'] }] } },
  ]
}

function added(container: Container): Failure[] {
  return addedCapabilities(container)
    .filter(({ written }) => written !== 'NET_BIND_SERVICE')
    .map((capability) => addedFailure(container, capability))
}
