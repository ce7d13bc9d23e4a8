import { clusterNode, container, namespace, pod, service, workload } from '@breakwater/drizzle/tables/asset.ts'
import { risks } from '@breakwater/drizzle/tables/columns.ts'
import { type Bulk, bulk } from './bulk.ts'
import type { AssetRow, AssetType } from './normalize/asset-row.ts'

type RowOf<T extends AssetType> = Extract<AssetRow, { type: T }>['row']
export type AnyAssetRow = AssetRow['row']
type AssetTable =
  | typeof namespace
  | typeof clusterNode
  | typeof workload
  | typeof pod
  | typeof container
  | typeof service

/** How a kind of asset is stored. */
export interface AssetTableInfo {
  readonly table: AssetTable
  /** Columns that are filtered or sorted by: a change keeps them as they were before and after. */
  readonly recorded: readonly string[]
  /** Columns that are counted from other rows: an object's own change leaves them as they were. */
  readonly counted: readonly string[]
  readonly bulk: Bulk<StoredAsset>
}

/** A typed row with its bookkeeping. */
export type StoredAsset = AnyAssetRow & {
  readonly registry: string
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date | null
  readonly present: boolean
}

const WRITTEN = { kept: ['firstSeenAt'], unwritten: [...Object.keys(risks()), 'exposureRank'] } as const

function info<T extends AssetType>(
  table: AssetTable,
  recorded: readonly (keyof RowOf<T> & string)[],
  counted: readonly (keyof RowOf<T> & string)[] = [],
): AssetTableInfo {
  return { table, recorded, counted, bulk: bulk<StoredAsset>(table, WRITTEN) }
}

export const ASSET_TABLES: Readonly<Record<AssetType, AssetTableInfo>> = {
  Namespace: info<'Namespace'>(namespace, ['name', 'phase']),
  ClusterNode: info<'ClusterNode'>(
    clusterNode,
    [
      'name',
      'ready',
      'unschedulable',
      'roles',
      'kubeletVersion',
      'architecture',
      'internalIp',
      'externalIp',
      'zone',
      'pods',
    ],
    ['pods'],
  ),
  Workload: info<'Workload'>(
    workload,
    [
      'name',
      'kind',
      'application',
      'owner',
      'desired',
      'ready',
      'pods',
      'containers',
      'serviceAccount',
      'images',
      'state',
    ],
    ['ready', 'pods', 'containers', 'state'],
  ),
  Pod: info<'Pod'>(pod, [
    'name',
    'uid',
    'workload',
    'workloadKind',
    'workloadName',
    'node',
    'phase',
    'status',
    'ready',
    'restarts',
    'ip',
    'hostNetwork',
    'serviceAccount',
    'containers',
  ]),
  Container: info<'Container'>(container, [
    'name',
    'pod',
    'podName',
    'workload',
    'workloadName',
    'node',
    'kind',
    'state',
    'stateReason',
    'ready',
    'restarts',
    'imageReference',
    'imageDigest',
    'imageRegistry',
    'imageRepository',
    'imageTag',
  ]),
  Service: info<'Service'>(service, ['name', 'type', 'clusterIp', 'externalAddresses']),
}

/** Fields of a row that are recorded in a change; those in which it differs from `other` when that is given. */
export function recordedFields(type: AssetType, row: object, other?: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const key of ASSET_TABLES[type].recorded) {
    const value: unknown = Reflect.get(row, key)
    if (!other || !equal(value, Reflect.get(other, key))) fields[key] = value
  }
  return fields
}

/** Whether two rows say the same, bookkeeping left aside. */
export function sameRow(row: AnyAssetRow, other: object): boolean {
  return Object.entries(row).every(([key, value]) => equal(value, Reflect.get(other, key)))
}

function equal(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  return sorted(one) === sorted(other)
}

/** The database gives the keys of jsonb back in an order of its own. */
function sorted(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
