import { compareTexts } from '../kubernetes/compare-texts.ts'
import type { DeclaredReach } from '../kubernetes/load-balancer-marks.ts'
import type { Controller } from './controllers.ts'
import { type LetIn, loadBalancerFront } from './front.ts'
import { limitedTo, sameHeard } from './heard.ts'
import type { Judged } from './judge.ts'
import { sameMembers, sameText } from './live/steps.ts'
import type { Front, Heard, Via } from './paths.ts'
import { doubt, missing, type Remark } from './remarks.ts'
import type { PublishedAddress } from './services.ts'
import { anyOf, type Reach } from './verdict.ts'
import { strengthOf } from './voices.ts'

/** Where a proxy is heard, and who the pods behind it see. */
export interface ProxyFront {
  readonly front: Front
  readonly via: Via
}

/**
 * The front of an entry point that a proxy answers for. Pods that are known and reached have the say, with what policies leave of those who
 * reach them; else the published address has, and what is declared. `ports` are those that clients connect to: ways in to others of the
 * pods, such as metrics, count only where there is none to these.
 */
export function proxyFront(
  controller: Controller,
  reached: readonly Judged[],
  published: readonly PublishedAddress[],
  declared: DeclaredReach | undefined,
  letIn: LetIn,
  ports: readonly number[],
): ProxyFront {
  const via: Via = controller.pods.length > 0 ? { kind: 'pods', pods: onePerSort(controller) } : { kind: 'unknown' }
  const own = atPorts(
    reached.filter(({ exposure }) => exposure.verdict !== 'none'),
    ports,
  )
  const front =
    controller.pods.length > 0 && own.length > 0
      ? frontOfReached(own, published, letIn, isAmbiguous(controller))
      : loadBalancerFront(published, declared, letIn)
  return {
    via,
    front: {
      ...front,
      remarks: [...front.remarks, ...controller.remarks],
      evidence: [...front.evidence, ...controller.evidence],
    },
  }
}

/** Whether they say the same, and lead over the very same pods. */
export function sameFront(a: ProxyFront, b: ProxyFront): boolean {
  const [{ heard, ...front }, { heard: others, ...other }] = [a.front, b.front]
  if (!sameHeard(heard, others) || !sameText(front, other)) return false
  return a.via.kind === 'pods' && b.via.kind === 'pods'
    ? sameMembers(a.via.pods, b.via.pods)
    : a.via.kind === b.via.kind
}

function atPorts(reached: readonly Judged[], ports: readonly number[]): readonly Judged[] {
  const there = reached.filter(({ exposure }) => ports.includes(exposure.service?.port ?? exposure.entry.port ?? 0))
  return there.length > 0 ? there : reached
}

/** Replicas of a proxy are all the same to policies. */
function onePerSort({ pods }: Controller): Controller['pods'] {
  const sorts = new Map(
    pods.map((pod) => [
      JSON.stringify([
        pod.namespace,
        Object.entries(pod.labels).sort(),
        pod.serviceAccount,
        pod.hostNetwork && [pod.node, pod.hostIps],
      ]),
      pod,
    ]),
  )
  return [...sorts.values()]
}

function isAmbiguous({ remarks }: Controller): boolean {
  return remarks.some(({ code }) => code === 'controllerAmbiguous')
}

const REACHES: Readonly<Record<string, Reach>> = {
  internet: 'public',
  restricted: 'public',
  possible: 'unknown',
  private: 'private',
  blocked: 'public',
}

/** Who comes over the ways in to the proxy, by how far each of them is heard. */
function heardBehind(reached: readonly Judged[]): Heard[] {
  const voices = reached.flatMap((one) => one.voices)
  return [...Map.groupBy(voices, ({ verdict }) => REACHES[verdict] ?? 'unknown')].map(([reach, alike]) => ({
    reach,
    sources: anyOf(alike.map(({ sources }) => sources)),
  }))
}

function frontOfReached(
  reached: readonly Judged[],
  published: readonly PublishedAddress[],
  letIn: LetIn,
  isOneOfSeveral: boolean,
): Front {
  const strongest = reached.toSorted(
    (a, b) => strengthOf(b.exposure) - strengthOf(a.exposure) || compareTexts(a.exposure.id, b.exposure.id),
  )[0]
  if (!strongest) return loadBalancerFront(published, undefined, letIn)
  const { exposure } = strongest
  const equals = reached.filter((one) => one.exposure.verdict === exposure.verdict)
  const remarks: Remark[] = [...letIn.remarks]
  if (exposure.verdict === 'possible')
    remarks.push(missing('controllerPossible', `How the controller is reached is not known for sure: ${exposure.rule}`))
  if (isOneOfSeveral && equals.length < reached.length)
    remarks.push(missing('controllerUnclear', 'It depends on which of the controllers serves it.'))
  if (exposure.confidence !== 'high')
    remarks.push(doubt('controllerDoubt', 'How the controller is reached is not sure.', exposure.confidence))
  const addresses = [...published.map(({ ip, hostname }) => ip || hostname), ...exposure.entry.addresses]
  return {
    heard: limitedTo(heardBehind(reached), letIn.sources),
    addresses: [...new Set(addresses)].sort(compareTexts),
    remarks,
    evidence: equals
      .map(
        ({ exposure: { entry } }) =>
          `${entry.kind} ${entry.object.namespace}/${entry.object.name} is ${exposure.verdict}`,
      )
      .filter((line, at, all) => all.indexOf(line) === at)
      .slice(0, 5),
    policies: exposure.hops.flatMap(({ policies }) => policies),
  }
}
