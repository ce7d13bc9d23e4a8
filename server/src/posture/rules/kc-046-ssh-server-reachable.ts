import { fieldsOf, listOf } from '../../kubernetes/fields.ts'
import type { Facts } from '../facts.ts'
import { mitre } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'
import { membersOf, type Workload } from '../subject.ts'

const SSH_PORTS: ReadonlySet<unknown> = new Set([22, 2222])

/** Source: MITRE ATT&CK T1021.004; Kubernetes, Service, "Port definitions": a target port may be the name of a container port. */
export const sshReachable: Rule = {
  id: 'KC-046',
  title: 'SSH server reachable',
  severity: 'low',
  frameworks: [...mitre('T1021')],
  why: 'An SSH server in a container is a way in beside the API server: neither its rights nor its audit log know of it.',
  remedy: 'Use kubectl exec or an ephemeral container instead, and take the server out of the image.',
  noPatch: 'Whether somebody needs the server is for you to say.',
  reads: ['Service'],
  workload: (workload, facts) => [...ownPorts(workload), ...servedPorts(workload, facts)],
}

function ownPorts({ containers }: Workload): Failure[] {
  return containers.flatMap(({ name, path, fields }) =>
    membersOf(fields['ports'])
      .filter(({ fields: port }) => isTcp(port) && SSH_PORTS.has(port['containerPort']))
      .map(({ fields: port, at }) => ({
        path: [...path, 'ports', at, 'containerPort'],
        text: `Container ${name} offers port ${port['containerPort']}, which is one of SSH.`,
      })),
  )
}

function servedPorts(workload: Workload, facts: Facts): Failure[] {
  const { namespace } = workload.ref
  return facts.inNamespace('Service', namespace).flatMap(({ object, ref }): Failure[] => {
    const spec = fieldsOf(object['spec'])
    const isOfSsh = listOf(spec['ports']).some(
      (one) => isTcp(one) && (SSH_PORTS.has(one['port']) || SSH_PORTS.has(targetOf(one['targetPort'], workload))),
    )
    if (!isOfSsh || spec['type'] === 'ExternalName' || !selects(fieldsOf(spec['selector']), workload)) return []
    const text = `Service ${ref.name} leads to the pods by a port of SSH.`
    return [{ path: [...workload.podMetadataPath, 'labels'], text, related: [ref] }]
  })
}

/** A service without a selector leads to no pods of its own. */
function selects(selector: Readonly<Record<string, unknown>>, { podLabels }: Workload): boolean {
  const wanted = Object.entries(selector)
  return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(podLabels, key) && podLabels[key] === value)
}

function targetOf(target: unknown, { containers }: Workload): unknown {
  if (typeof target !== 'string') return target
  return containers.flatMap(({ fields }) => listOf(fields['ports'])).find(({ name }) => name === target)?.[
    'containerPort'
  ]
}

function isTcp({ protocol }: Readonly<Record<string, unknown>>): boolean {
  return protocol === undefined || protocol === 'TCP'
}
