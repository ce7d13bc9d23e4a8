import { addedCapabilities, addedFailure, dropPath, droppedCapabilities, dropping } from '../capabilities.ts'
import { cis, mitre, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isWindows, whoIs } from '../security-context.ts'

/** Source: CIS Kubernetes Benchmark, "Minimize the admission of containers with the NET_RAW capability"; capabilities(7). */
export const netRawKept: Rule = {
  id: 'KC-005',
  title: 'NET_RAW kept',
  severity: 'medium',
  frameworks: [
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.8', '1.11': '5.2.8', '1.12': '5.2.8' }),
    ...mitre('T1557'),
  ],
  why: 'With raw sockets a process can forge packets of its neighbors, such as answers of the DNS, and read what was meant for them. Most runtimes give the capability by default.',
  remedy: 'Drop ALL capabilities, or at least NET_RAW.',
  workload(workload) {
    if (isWindows(workload)) return undefined
    return workload.containers.flatMap((container) => {
      const added = addedCapabilities(container).filter(({ name }) => name === 'NET_RAW')
      if (added.length > 0) return added.map((capability) => addedFailure(container, capability))
      const dropped = droppedCapabilities(container)
      if (dropped.has('ALL') || dropped.has('NET_RAW')) return []
      const text = `${whoIs(container)} drops neither NET_RAW nor all capabilities.`
      return [{ path: dropPath(container), text, fix: dropping(container, 'NET_RAW') }]
    })
  },
}
