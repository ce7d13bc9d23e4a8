import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { compareTexts } from '../../kubernetes/compare-texts.ts'
import { keyOf } from '../../kubernetes/object.ts'
import { isController } from '../controllers.ts'
import type { Exposure, Verdict } from '../model.ts'
import { visible } from '../visible.ts'
import { type AccountRights, accountRights } from './account-rights.ts'
import { adviceOn } from './advice.ts'
import { authenticationFinder } from './authentication.ts'
import { classifyPort, type PortPurpose } from './classify-port.ts'
import { type Power, podPowers } from './pod-powers.ts'
import { podsByWorkload, type WrittenPod } from './pod-specs.ts'
import { isEncrypted, priorityOf } from './priority.ts'
import type { Rating } from './rating.ts'

const MOST_REASONS = 20

/**
 * Rates exposures of the cluster that `objects` are of: how urgent each is, why, and what to do. What it needs of the objects is looked up
 * once, so make one rater for all exposures. The same whatever the order of the objects; never throws for what they hold.
 */
export function createRater(objects: ClusterObjects): (exposure: Exposure) => Rating {
  const pods = podsByWorkload(objects)
  const rights = accountRights(objects)
  const authenticate = authenticationFinder(objects)
  return (exposure) => {
    const behind = exposure.workload ? (pods.get(keyOf(exposure.workload)) ?? []) : []
    const purpose = purposeOf(exposure, behind)
    const { portClass, service } = purpose
    const powers = powersOf(exposure, behind, rights)
    const leadsOut = powers.some((power) => power.leadsOut)
    const { authentication, reason } = authenticate(
      exposure,
      behind.map(({ pod }) => pod),
      service,
    )
    const { verdict, entry } = exposure
    const tls = { tls: entry.tls, ports: portsOf(exposure) }
    const isProxy = behind.some(({ pod }) => isController(pod))
    const priority = priorityOf({ ...tls, verdict, portClass, authentication, leadsOut, isController: isProxy })
    const told = [purpose.reason, tlsReason(exposure), reason, ...powers.map(({ text }) => text)]
    return {
      priority,
      portClass,
      authentication,
      reasons: [...new Set([exposure.rule, ...told].map(visible))].filter((text) => text !== '').slice(0, MOST_REASONS),
      advice:
        priority === 'NONE'
          ? []
          : adviceOn({ exposure, portClass, authentication, isEncrypted: isEncrypted(tls), leadsOut }),
      title: titleOf(exposure, purpose),
    }
  }
}

/** Pods of one workload may differ: what is first by the order of texts tells, whatever the order of the pods. */
function purposeOf({ container, containerPort, protocol, service, entry }: Exposure, behind: readonly WrittenPod[]) {
  const names = behind.flatMap(({ pod }) =>
    pod.ports.filter((port) => port.port === containerPort && port.protocol === protocol).map(({ name }) => name),
  )
  const images = behind.flatMap(({ pod }) =>
    pod.images.filter((_, at) => pod.containers[at] === container || pod.containers.length === 1),
  )
  return classifyPort({
    number: containerPort,
    name: names.sort()[0] ?? '',
    image: images.sort()[0] ?? '',
    outer: [service?.port, entry.port].filter((port) => port !== undefined),
    entry,
  })
}

/** What leads beyond the pod first. */
function powersOf({ container }: Exposure, behind: readonly WrittenPod[], rights: AccountRights): Power[] {
  const found = new Map<string, Power>()
  for (const { pod, spec } of behind) {
    const powers = [...podPowers(spec, container), ...rights.of(pod.namespace, pod.serviceAccount, spec)]
    for (const power of powers) found.set(power.text, power)
  }
  return [...found.values()].sort((a, b) => Number(b.leadsOut) - Number(a.leadsOut) || compareTexts(a.text, b.text))
}

/** From the entry point inwards. */
function portsOf({ entry, service, containerPort }: Exposure): number[] {
  return [entry.port, service?.port, containerPort].filter((port) => port !== undefined && port > 0) as number[]
}

function tlsReason(exposure: Exposure): string {
  const { entry } = exposure
  if (entry.tls === 'terminated') return 'TLS ends at the entry point.'
  if (entry.tls === 'passthrough') return 'TLS is passed through to what answers.'
  if (entry.tls === 'none') return 'No TLS is seen on the way.'
  const ports = portsOf(exposure)
  return isEncrypted({ tls: entry.tls, ports })
    ? `Port ${ports.at(-1)} is meant for TLS.`
    : 'Whether TLS is used is not seen.'
}

const REACHED: Readonly<Record<Verdict, string>> = {
  internet: 'can be reached from the internet',
  restricted: 'can be reached from some addresses of the internet',
  possible: 'may be reached from the internet',
  private: 'can be reached from private networks',
  blocked: 'is kept from everybody outside by policies',
  none: 'is not reached from outside',
}

function titleOf({ entry, workload, containerPort, verdict, service }: Exposure, { service: known }: PortPurpose) {
  const port = containerPort || entry.port || service?.port
  const named = known && known.name !== 'HTTP' && known.name !== 'HTTPS' ? known.name : ''
  const what =
    named === '' ? `Port ${port ?? 'unknown'}` : `${named.slice(0, 1).toUpperCase()}${named.slice(1)} (${port})`
  const whose = workload ?? service
  const of = whose ? ` of ${nameOf(whose)}` : ''
  return visible(`${what}${of} ${REACHED[verdict]} through ${entry.kind} ${nameOf(entry.object)}`)
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`
}
