import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { mitre, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { whoIs } from '../security-context.ts'

const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
]

/** Source: Pod Security Standards, baseline, "Host Probes / Lifecycle Hooks", which came with v1.34; the fault is older. */
export const probeHost: Rule = {
  id: 'KC-052',
  title: 'Probe or lifecycle hook names a host',
  severity: 'medium',
  frameworks: [...pss('baseline', 'v1.34'), ...mitre('T1090')],
  why: 'The kubelet asks whatever host is named, from the network of the node: who writes the pod can scan and call what only nodes reach.',
  remedy: 'Leave host out, which asks the pod itself; a name for a virtual host belongs in httpHeaders.',
  workload: ({ containers }) =>
    containers
      .filter(({ list }) => list !== 'ephemeralContainers')
      .flatMap((container) =>
        HANDLERS.flatMap((handler) =>
          ['httpGet', 'tcpSocket'].flatMap((action) => {
            const within = [...handler, action]
            const fields = within.reduce((inner, key) => fieldsOf(inner[key]), container.fields)
            const host = textOf(fields['host'], 253)
            if (host === '') return []
            const path = [...container.path, ...within, 'host']
            const text = `${whoIs(container)} has the host ${host} asked by its ${handler.at(-1)}.`
            return [{ path, text, fix: { edits: [{ path, remove: true as const }] } }]
          }),
        ),
      ),
}
