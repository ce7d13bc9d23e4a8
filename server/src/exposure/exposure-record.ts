import { EXPOSURE_VERDICTS, type ExposureHop, type exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { PRIORITIES, SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import { digestOf, riskId } from '../risks/risk-id.ts'
import { riskKeyOf } from './exposure-finding.ts'
import type { Exposure, Tls } from './model.ts'
import { pathSentence } from './path-sentence.ts'
import type { Rating } from './rating/rating.ts'

type Row = typeof exposure.$inferSelect

/** What an analysis tells of an exposure: its row without what only the rows before it tell. */
export type ExposureRecord = Omit<
  Row,
  'state' | 'firstSeenAt' | 'lastSeenAt' | 'resolvedAt' | 'closing' | 'listening' | 'trafficSeenAt'
>

/** Of one cluster, what its exposures are stored under. */
export interface ExposurePlace {
  readonly cluster: string
  /** Ids of workloads by `keyOf`, where they are not made of just cluster, namespace, kind and name: owners that are custom resources. */
  readonly customWorkloads: ReadonlyMap<string, string>
}

/** The row of an exposure with its rating. Equal answers have equal rows, and equal `contentHash`. */
export function recordOf(place: ExposurePlace, found: Exposure, rating: Rating): ExposureRecord {
  const { cluster } = place
  const { entry, service, workload } = found
  const row: Omit<ExposureRecord, 'risk' | 'contentHash'> = {
    id: `${cluster}/${found.id}`,
    cluster,
    namespace: (workload ?? service ?? entry.object).namespace,
    registry: '',
    verdict: upper(found.verdict),
    verdictRank: EXPOSURE_VERDICTS.indexOf(upper(found.verdict)),
    confidence: upper(found.confidence),
    rule: found.rule,
    reasons: found.reasons.map(({ code, text }) => ({ code, text })),
    sources: [...found.sources],
    entryKind: ENTRY_KIND[entry.kind],
    entryObjectKind: entry.object.kind,
    entryNamespace: entry.object.namespace,
    entryName: entry.object.name,
    entryKey: entryKeyOf(cluster, found),
    addresses: [...entry.addresses],
    address: entry.addresses[0] ?? '',
    port: entry.port ?? -1,
    host: entry.host,
    path: entry.path,
    tls: upper<Tls>(entry.tls),
    serviceNamespace: service?.namespace ?? '',
    serviceName: service?.name ?? '',
    servicePort: service?.port ?? -1,
    workload: workload ? workloadIdOf(place, workload) : '',
    workloadKind: workload?.kind ?? '',
    workloadName: workload?.name ?? '',
    container: found.container,
    containerPort: found.containerPort,
    protocol: found.protocol,
    hops: found.hops.map(hopOf),
    sentence: pathSentence(found),
    finding: found.finding === undefined ? null : FINDING[found.finding],
    priority: rating.priority === 'NONE' ? null : rating.priority,
    priorityRank: rating.priority === 'NONE' ? -1 : PRIORITIES.length - 1 - PRIORITIES.indexOf(rating.priority),
    severity: severityOf(found, rating),
    portClass: upper(rating.portClass),
    authentication: upper(rating.authentication),
    priorityReasons: [...rating.reasons],
    advice: rating.advice.map(({ title, text }) => ({ title, text })),
    title: rating.title,
    titleLower: rating.title.toLowerCase(),
    declared: found.container !== '',
  }
  const risk = riskId({ kind: 'EXPOSURE', cluster }, riskKeyOf(row))
  return { ...row, risk, contentHash: digestOf(row) }
}

export const ENTRY_KIND = {
  LoadBalancer: 'LOAD_BALANCER',
  NodePort: 'NODE_PORT',
  ExternalIP: 'EXTERNAL_IP',
  HostPort: 'HOST_PORT',
  HostNetwork: 'HOST_NETWORK',
  Ingress: 'INGRESS',
  Gateway: 'GATEWAY',
  Route: 'ROUTE',
} as const

const FINDING = { externalBackend: 'EXTERNAL_BACKEND', noBackend: 'NO_BACKEND' } as const

function workloadIdOf({ cluster, customWorkloads }: ExposurePlace, workload: ObjectRef): string {
  const { kind, namespace, name } = workload
  return customWorkloads.get(keyOf(workload)) ?? `${cluster}/${namespace}/${kind}/${name}`
}

/** One object may be an entry in several ways: a LoadBalancer is heard on the ports of nodes too. */
function entryKeyOf(cluster: string, { entry }: Exposure): string {
  return `${cluster}/${ENTRY_KIND[entry.kind]}/${keyOf(entry.object)}`
}

/** How bad it is: what gives control or data away to the internet, with nothing in front of it, is the worst. */
function severityOf({ verdict }: Exposure, { priority, portClass, authentication }: Rating): Row['severity'] {
  if (priority === 'NONE') return 'UNKNOWN'
  const givesAway = portClass === 'administration' || portClass === 'database'
  const [worst] = SEVERITIES
  if (priority === 'HIGH' && givesAway && verdict === 'internet' && authentication !== 'known') return worst
  return priority
}

function hopOf({ kind, object, label, evidence, policies }: Exposure['hops'][number]): ExposureHop {
  return {
    kind: upper(kind),
    object: object ? referenceOf(object) : null,
    label,
    evidence: [...evidence],
    policies: policies.map(({ policy, effect }) => ({ policy: referenceOf(policy), effect: upper(effect) })),
  }
}

/** Without what a kind of reference has beside the three. */
function referenceOf({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name }
}

export function upper<T extends string>(word: T): Uppercase<T> {
  return word.toUpperCase() as Uppercase<T>
}
