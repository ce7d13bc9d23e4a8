import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { EXPOSED_RANK, EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { PRIORITIES, risk } from '@breakwater/drizzle/tables/risk.ts'
import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import {
  AuthenticationHint,
  EntryKind,
  ExposureConfidence,
  ExposureFinding,
  ExposureVerdict,
  PortClass,
  TlsMode,
} from '../enums/exposure.ts'
import { Priority } from '../enums/risk.ts'
import { decodeIdsOf } from '../ids.ts'
import { Exposure } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, holdsAny, oneOf, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ExposureFilter = builder.inputType('ExposureFilter', {
  description: 'Which exposures. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Exposures are in no registry.' }),
    text: t.string({
      description:
        'Text anywhere in the title, id, address, host, or the name of the entry or workload, in whatever case.',
    }),
    verdicts: t.field({ type: [ExposureVerdict], description: 'Verdicts.' }),
    exposed: t.boolean({
      description: 'Whether the internet reaches it, in part or perhaps: the verdicts from POSSIBLE on.',
    }),
    confidences: t.field({ type: [ExposureConfidence], description: 'How sure they are.' }),
    priorities: t.field({ type: [Priority], description: 'Priorities.' }),
    entryKinds: t.field({ type: [EntryKind], description: 'How they are reached.' }),
    entryPoints: t.stringList({ description: 'Keys of the entry points through which they are reached.' }),
    addresses: t.stringList({ description: 'Addresses and names by which they are reached.' }),
    ports: t.intList({ description: 'Ports that clients connect to.' }),
    hosts: t.stringList({ description: 'Host names of routes.' }),
    tls: t.field({ type: [TlsMode], description: 'What is encrypted on the way.' }),
    workloadIds: t.idList({ description: 'Ids of the workloads that are reached.' }),
    workloadNames: t.stringList({ description: 'Names of the workloads that are reached.' }),
    containerPorts: t.intList({ description: 'Ports of containers that are reached.' }),
    portClasses: t.field({ type: [PortClass], description: 'What answers there.' }),
    authentications: t.field({ type: [AuthenticationHint], description: 'Whether somebody is asked who they are.' }),
    findings: t.field({ type: [ExposureFinding], description: 'What to look at although no container is reached.' }),
    intended: t.boolean({ description: 'Whether somebody said that it is meant to be: a waiver accepts its risk.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When an analysis first found it.' }),
    resolved: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const exposureList = defineList({
  name: 'Exposure',
  plural: 'exposures',
  row: Exposure,
  table: exposure,
  filter: ExposureFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: exposure.cluster, namespace: exposure.namespace }),
    containsText(
      filter.text,
      exposure.title,
      exposure.id,
      exposure.address,
      exposure.host,
      exposure.entryName,
      exposure.workloadName,
    ),
    ranked(exposure.verdictRank, EXPOSURE_VERDICTS, filter.verdicts),
    exposed(filter.exposed),
    oneOf(bytewise(exposure.confidence), filter.confidences),
    ranked(exposure.priorityRank, PRIORITIES.toReversed(), filter.priorities),
    oneOf(bytewise(exposure.entryKind), filter.entryKinds),
    oneOf(exposure.entryKey, filter.entryPoints),
    holdsAny(exposure.addresses, filter.addresses),
    numbered(exposure.port, filter.ports),
    oneOf(exposure.host, filter.hosts),
    oneOf(bytewise(exposure.tls), filter.tls),
    oneOf(exposure.workload, decodeIdsOf('Workload', filter.workloadIds)),
    oneOf(exposure.workloadName, filter.workloadNames),
    numbered(exposure.containerPort, filter.containerPorts),
    oneOf(bytewise(exposure.portClass), filter.portClasses),
    oneOf(bytewise(exposure.authentication), filter.authentications),
    oneOf(bytewise(exposure.finding), filter.findings),
    intended(filter.intended),
    inTime(exposure.firstSeenAt, filter.firstSeen),
    eq(exposure.state, filter.resolved === true ? 'RESOLVED' : 'OPEN'),
  ],
  visible: (viewer) => visibleTo(viewer, exposure),
  orders: {
    VERDICT: { description: 'By verdict, then priority.', by: by(exposure, 'verdictRank', 'priorityRank') },
    PRIORITY: {
      description: 'By priority, then verdict; what is no risk first.',
      by: by(exposure, 'priorityRank', 'verdictRank'),
    },
    TITLE: { description: 'By title, whatever its case.', by: by(exposure, 'titleLower') },
    ENTRY: { description: 'By entry point.', by: by(exposure, 'entryKey') },
    ADDRESS: {
      description: 'By the first address, as text, then the port; without any first.',
      by: by(exposure, 'address', 'port'),
    },
    PORT: { description: 'By the port that clients connect to; without any first.', by: by(exposure, 'port') },
    WORKLOAD: { description: 'By name of the workload.', by: by(exposure, 'workloadName') },
    CONTAINER_PORT: { description: 'By port of the container.', by: by(exposure, 'containerPort') },
    TLS: { description: 'By what is encrypted on the way.', by: by(exposure, 'tls') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(exposure.cluster) },
    NAMESPACE: { description: 'By namespace.', by: by(exposure, 'namespace') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(exposure, 'firstSeenAt') },
  },
  defaultOrder: { field: 'VERDICT', direction: 'DESC' },
  key: by(exposure, 'id'),
})

function exposed(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? sql`${exposure.verdictRank} >= ${EXPOSED_RANK}` : sql`${exposure.verdictRank} < ${EXPOSED_RANK}`
}

function numbered(
  column: typeof exposure.port | typeof exposure.containerPort,
  numbers: readonly number[] | null | undefined,
): SQL | undefined {
  return numbers ? inArray(column, [...numbers]) : undefined
}

function intended(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  const accepted = sql`exists (select 1 from ${risk} where ${risk.id} = ${exposure.risk} and ${risk.waiver} is not null)`
  return wanted ? accepted : sql`not ${accepted}`
}
