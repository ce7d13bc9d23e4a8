import { isEnumType, isInputObjectType, isObjectType } from 'graphql'
import type { Context } from '../src/context.ts'
import { encodeId } from '../src/ids.ts'
import { schema } from '../src/schema.ts'
import { answer } from './api.ts'
import { filterValues, type Sought } from './filter-values.ts'
import { NODE_WITH_HISTORY, TASK_WITH_ITEMS } from './fleet.ts'

/** A row as a document of a test selected it. */
export type Listed = Awaited<ReturnType<typeof answer>>

export interface ListedPage {
  readonly nodes: readonly Listed[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Each list with the query field that gives it and all that the dashboard's columns show of a row. */
export const LISTS: Readonly<Record<string, { readonly field: string; readonly select: string }>> = {
  Cluster: {
    field: 'clusters',
    select: `id uid name type distribution region version state sourceKind sample connected lastSync
      assetCounts { kind total } riskSummary { atRisk high medium low } coverage { kinds complete }`,
  },
  Namespace: asset('namespaces', 'phase assetCounts { kind total }'),
  ClusterNode: asset('clusterNodes', 'readiness roles kubeletVersion internalIp zone osImage podCount'),
  Workload: asset('workloads', 'namespace kind application owner state ready desired podCount containerCount'),
  Pod: asset('pods', 'namespace workload { id } workloadName status ready hostNetwork restarts node ip containerCount'),
  Container: asset(
    'containers',
    'namespace pod { id } podName workload { id } imageReference imageDigest imageRegistry state stateReason restarts kind exposed exposure',
  ),
  Service: asset('services', 'namespace type clusterIp ports { port } externalAddresses'),
  ImageInUse: { field: 'imagesInUse', select: 'image reference digest containers namespaces clusters' },
  Coverage: {
    field: 'coverage',
    select:
      'kind reason message advice apiVersion writtenVersions objects lastComplete watch { state } cluster { uid name region }',
  },
  Difference: {
    field: 'differences',
    select: `type nodeId name namespace kind changes at cluster { uid name region } fields { name old new } introducedBy asset { id }`,
  },
  SavedView: { field: 'savedViews', select: 'id list name query columns shared owner mine changeable created updated' },
  Risk: {
    field: 'risks',
    select: `id kind rule title severity priority state assetType assetId assetName cluster { uid name region } namespace registry
      owner waiver { id } firstSeen`,
  },
  Exposure: {
    field: 'exposures',
    select: `id state title verdict confidence priority entry { key kind addresses port host tls object { name } } workload { id }
      workloadName container containerPort portClass authentication finding intended firstSeen cluster { uid name region } namespace`,
  },
  ExposureEntryPoint: {
    field: 'exposureEntryPoints',
    select:
      'key kind object { namespace name } address verdict exposureCount workloadCount cluster { uid name region }',
  },
  ExposedWorkload: {
    field: 'exposedWorkloads',
    select: 'workloadId kind name namespace cluster { uid name region } verdict priority exposureCount entryPointCount',
  },
  Check: {
    field: 'checks',
    select: 'id rule title severity status failed passed exempt notAssessable frameworks { framework section } custom',
  },
  CheckResult: {
    field: 'checkResults',
    select: `id rule title result state severity priority object { kind namespace name } workload { id } owner path text
      mending { verb } coveredBy { rule } origin firstSeen cluster { uid name region } namespace`,
  },
  CheckedObject: {
    field: 'checkedObjects',
    select:
      'id kind name namespace workload { id } passed failed exempt notAssessable firstSeen cluster { uid name region }',
  },
  NodeReport: { field: 'nodeReports', select: 'id node source versions read readBy cluster { uid name region }' },
  Waiver: {
    field: 'waivers',
    select: 'id kind rule assetName reason owner until ended hides created createdBy',
  },
  Task: {
    field: 'tasks',
    select: 'id kind target state progress itemCounts { total } source created started finished',
  },
  TaskItem: {
    field: 'items',
    select: 'id targetName state added modified removed started finished cause { code message }',
  },
  HistoryEntry: { field: 'history', select: 'at operation' },
  Token: { field: 'tokens', select: 'id name role created createdBy expires lastUsed' },
  Session: { field: 'sessions', select: 'id name role address userAgent created lastUsed expires' },
  AuditEntry: { field: 'auditEntries', select: 'at actor address action target result' },
}

function asset(field: string, own: string): { readonly field: string; readonly select: string } {
  const common =
    'id name labels { key value } cluster { uid name region } riskSummary { atRisk high medium low } firstSeen'
  return { field, select: `${common} ${own}` }
}

/** Of lists that are fields of something only. */
const PARENTS: Readonly<Record<string, { readonly type: string; readonly key: string }>> = {
  TaskItem: { type: 'Task', key: TASK_WITH_ITEMS },
  HistoryEntry: { type: 'ClusterNode', key: NODE_WITH_HISTORY },
}

/** A page of a list; `args` as they stand in a document. */
export async function pageOf(context: Context, type: string, args: string): Promise<ListedPage> {
  const list = LISTS[type]
  if (!list) throw new Error(`There is no list of ${type} in the test.`)
  const selection = `list: ${list.field}(${args}) {
    nodes { ${list.select} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
  const parent = PARENTS[type]
  if (!parent) return (await answer(context, `{ ${selection} }`)).list
  const id = encodeId(parent.type, parent.key)
  return (await answer(context, `{ node(id: "${id}") { ... on ${parent.type} { ${selection} } } }`)).node.list
}

/** Where a list of the schema is asked for. */
export interface ListPlace {
  readonly type: string
  readonly field: string
  /** Of a list that is only a field of something. */
  readonly parent: ListParent | undefined
}

export interface ListParent {
  readonly type: string
  readonly key: string
}

/** Every list of the schema: as a field of the query, or else of one of `parents`. Throws when none of these has it. */
export function listPlaces(parents: readonly ListParent[]): readonly ListPlace[] {
  return listTypes().map((type) => {
    const root = listField('Query', type)
    if (root) return { type, field: root, parent: undefined }
    const parent = parents.find((one) => listField(one.type, type))
    const field = parent && listField(parent.type, type)
    if (!field) throw new Error(`The test knows nothing that has a list of ${type}.`)
    return { type, field, parent }
  })
}

function listField(of: string, type: string): string | undefined {
  const parent = schema.getType(of)
  const fields = isObjectType(parent) ? Object.values(parent.getFields()) : []
  return fields.find((field) => String(field.type) === `${type}Connection!`)?.name
}

/** A document that asks for a page of a list. */
export function documentOf({ field, parent }: ListPlace, args: string, selection: string): string {
  const list = `list: ${field}(${args}) ${selection}`
  return parent
    ? `{ node(id: "${encodeId(parent.type, parent.key)}") { ... on ${parent.type} { ${list} } } }`
    : `{ ${list} }`
}

/** Each field of a list's filter with values that could tell something, as arguments of it. */
export function filtersOf(type: string, sought: Sought): string[] {
  const filter = schema.getType(`${type}Filter`)
  if (!isInputObjectType(filter)) return []
  return Object.values(filter.getFields()).flatMap((field) =>
    filterValues(field.type, sought).map((value) => `${field.name}: ${value}`),
  )
}

/** What a list can be sorted by, as the schema has it. */
export function orderFieldsOf(type: string): string[] {
  const fields = schema.getType(`${type}OrderField`)
  return isEnumType(fields) ? fields.getValues().map((value) => value.name) : []
}

/** What a list can be filtered by, as the schema has it. */
export function filterFieldsOf(type: string): string[] {
  const filter = schema.getType(`${type}Filter`)
  return isInputObjectType(filter) ? Object.keys(filter.getFields()) : []
}

/** The types of all lists of the schema. */
export function listTypes(): string[] {
  return Object.keys(schema.getTypeMap())
    .filter((name) => name.endsWith('OrderField'))
    .map((name) => name.replace(/OrderField$/, ''))
}
