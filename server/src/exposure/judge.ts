import { keyOf } from '../kubernetes/object.ts'
import { type Cluster, nameOf } from './cluster.ts'
import type { Endpoint } from './endpoints.ts'
import { everyoneHeard, limitedTo } from './heard.ts'
import { identityOf } from './identity.ts'
import { sameText } from './live/steps.ts'
import type { Confidence, Exposure, Hop, PolicyEvidence } from './model.ts'
import { CONFIDENCES } from './model.ts'
import type { EntryPath } from './paths.ts'
import { policyAnswer } from './policy-answer.ts'
import { missing, note, type Remark } from './remarks.ts'
import { cidrsOf, NOWHERE } from './sources.ts'
import { rulingOf, SHUT } from './verdict.ts'
import { sameVoices, strengthOf, united, type Voice } from './voices.ts'

/** An exposure with what it was judged by. */
export interface Judged {
  readonly exposure: Exposure
  /** One for each verdict that one of its addresses gets, the strongest first: that is the verdict of the exposure. */
  readonly voices: readonly Voice[]
}

/** What the paths come to: one exposure for each workload, container port and way in, its strongest. */
export function judge(cluster: Cluster, paths: readonly EntryPath[]): Judged[] {
  return [
    ...Map.groupBy(
      paths.flatMap((path) => judgePath(cluster, path)),
      ({ exposure }) => exposure.id,
    ).values(),
  ].map(strongest)
}

/** Of answers for one id, one at least, the strongest; with what the others add to it. */
export function strongest(answers: readonly Judged[]): Judged {
  return answers.reduce(stronger)
}

export function sameJudged(a: Judged, b: Judged): boolean {
  return sameVoices(a.voices, b.voices) && sameText(a.exposure, b.exposure)
}

function judgePath(cluster: Cluster, path: EntryPath): Judged[] {
  if (path.endpoints.length === 0) return [withoutEndpoint(cluster, path)]
  return alike(path.endpoints).map((endpoint) => judgeEndpoint(cluster, path, endpoint))
}

/** One of each sort of endpoint: replicas of a workload that differ in nothing get the same answer. */
function alike(endpoints: readonly Endpoint[]): Endpoint[] {
  if (endpoints.length === 1) return [...endpoints]
  const sorts = new Map<string, Endpoint>()
  for (const endpoint of endpoints) {
    const { pod, port, ready, isLeaving, container } = endpoint
    const key = JSON.stringify([sortOfPod(pod), port, ready, isLeaving, container])
    if (!sorts.has(key)) sorts.set(key, endpoint)
  }
  return [...sorts.values()]
}

/** Pods are values that no one changes, so that what tells their sort is written once. */
const sorts = new WeakMap<Endpoint['pod'], string>()

function sortOfPod(pod: Endpoint['pod']): string {
  const known = sorts.get(pod)
  if (known !== undefined) return known
  const made = JSON.stringify([
    keyOf(pod.workload),
    Object.entries(pod.labels).sort(),
    pod.ports,
    pod.hostNetwork,
    pod.hostNetwork ? pod.node : '',
  ])
  sorts.set(pod, made)
  return made
}

function judgeEndpoint(cluster: Cluster, path: EntryPath, endpoint: Endpoint): Judged {
  const answer = policyAnswer(cluster, path.via, endpoint)
  const remarks = [...path.remarks, ...path.front.remarks, ...answer.remarks, ...readiness(endpoint)]
  const voices = united(
    limitedTo(path.front.heard, answer.sources).map(({ reach, sources }) => ({
      sources,
      ...rulingOf(reach, sources, remarks, cluster.surroundings),
    })),
  )
  const { verdict, rule, sources } = voices[0] ?? { ...SHUT, sources: NOWHERE }
  const { pod, port, protocol, container } = endpoint
  const heard = verdict === 'blocked' || verdict === 'none' ? [] : cidrsOf(sources)
  return {
    voices,
    exposure: {
      id: identityOf(path, pod.workload, port, protocol),
      verdict,
      rule,
      ...told(remarks),
      entry: { ...path.entry, addresses: [...path.front.addresses].sort() },
      service: path.service,
      workload: pod.workload,
      container,
      containerPort: port,
      protocol,
      sources: heard,
      hops: hopsOf(path, endpoint, answer.policies),
      finding: undefined,
    },
  }
}

function readiness({ pod, ready, isLeaving }: Endpoint): Remark[] {
  if (pod.isTemplate) return [missing('noPods', 'The workload has no pods yet.')]
  if (ready === 'unknown') return [missing('readinessUnknown', 'It is not known whether the pod is ready.')]
  if (ready === 'notReady') return [missing('noReadyEndpoint', 'No pod of the workload is ready.')]
  return isLeaving ? [missing('terminating', 'All pods of the workload are being ended.')] : []
}

/** Nothing is reached; whether that is for sure depends on whether all was read that could be behind it. */
function withoutEndpoint(cluster: Cluster, path: EntryPath): Judged {
  const isExternal = path.outside.length > 0
  const isShut = path.front.heard.length === 0
  const unseen = cluster.isUnread('Pod', 'EndpointSlice', 'Endpoints', 'Service') && !isShut
  const finding = isExternal ? 'externalBackend' : 'noBackend'
  const verdict = unseen && !isExternal ? 'possible' : 'none'
  const own = isExternal
    ? [note('externalBackend', `It leads out of the cluster, to ${path.outside.slice(0, 5).join(', ')}.`)]
    : [
        unseen
          ? missing('backendUnread', 'What stands behind it could not be read.')
          : note('noBackend', 'Nothing stands behind it.'),
      ]
  const protocol = path.entry.kind === 'Gateway' && path.key.includes('UDP') ? 'UDP' : 'TCP'
  const rule = isExternal ? 'What is reached is not in the cluster.' : 'No pod is reached.'
  const sources = everyoneHeard(path.front.heard)
  return {
    voices: [{ verdict, rule, sources }],
    exposure: {
      id: identityOf(path, undefined, 0, protocol, path.outside),
      verdict,
      rule,
      ...told([...path.remarks, ...path.front.remarks, ...own]),
      entry: { ...path.entry, addresses: [...path.front.addresses].sort() },
      service: path.service,
      workload: undefined,
      container: '',
      containerPort: 0,
      protocol,
      sources: verdict === 'none' ? [] : cidrsOf(sources),
      hops: hopsOf(path, undefined, []),
      finding: isShut ? undefined : finding,
    },
  }
}

function hopsOf(path: EntryPath, endpoint: Endpoint | undefined, policies: readonly PolicyEvidence[]): Hop[] {
  const { entry, front, service } = path
  const label = [front.addresses[0] ?? entry.object.name, entry.port].filter((part) => part !== undefined).join(':')
  const hops: Hop[] = [
    { kind: 'entry', object: entry.object, label, evidence: front.evidence, policies: front.policies },
    ...path.hops,
  ]
  if (service) {
    const { port, ...object } = service
    hops.push({ kind: 'service', object, label: `${nameOf(service)}:${port}`, evidence: [], policies: [] })
  }
  if (!endpoint) return hops
  const { pod, port, protocol, container, source } = endpoint
  const evidence = [`ready = ${endpoint.ready}`, ...(source ? [`${source.kind} ${nameOf(source)}`] : [])]
  hops.push({ kind: 'endpoint', object: pod.workload, label: `${protocol} ${port}`, evidence, policies })
  const declared = container === '' ? 'no container declares the port' : `containerPort = ${port}`
  hops.push({ kind: 'container', object: undefined, label: container, evidence: [declared], policies: [] })
  return hops
}

/** Reasons once each, in the order of their codes, and the confidence that all of them leave. */
function told(remarks: readonly Remark[]): Pick<Exposure, 'reasons' | 'confidence'> {
  const byText = new Map(remarks.map(({ code, text }) => [`${code} ${text}`, { code, text }]))
  const weakest = remarks.reduce((least, { confidence }) => Math.min(least, CONFIDENCES.indexOf(confidence)), 2)
  const confidence: Confidence = CONFIDENCES[weakest] ?? 'low'
  return { reasons: [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason), confidence }
}

/** Of two answers for one id the stronger; addresses are those of both, sources too where both say the same. */
function stronger(a: Judged, b: Judged): Judged {
  const [first, second] = precedes(a, b) ? [a, b] : [b, a]
  const isEqual = strengthOf(a.exposure) === strengthOf(b.exposure)
  const voices = united([...first.voices, ...second.voices])
  const addresses = [...new Set([...a.exposure.entry.addresses, ...b.exposure.entry.addresses])].sort()
  const exposure = { ...first.exposure, entry: { ...first.exposure.entry, addresses } }
  if (!isEqual || exposure.sources.length === 0) return { voices, exposure }
  return { voices, exposure: { ...exposure, sources: cidrsOf(voices[0]?.sources ?? NOWHERE) } }
}

function precedes(a: Judged, b: Judged): boolean {
  const difference =
    strengthOf(a.exposure) - strengthOf(b.exposure) ||
    CONFIDENCES.indexOf(a.exposure.confidence) - CONFIDENCES.indexOf(b.exposure.confidence)
  return difference > 0 || (difference === 0 && JSON.stringify(a.exposure) <= JSON.stringify(b.exposure))
}
