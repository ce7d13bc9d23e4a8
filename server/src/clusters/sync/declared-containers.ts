import { container, workload } from '@breakwater/drizzle/tables/asset.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { fieldsOf } from '../../kubernetes/fields.ts'
import type { ContainerRow } from '../normalize/asset-row.ts'
import { declaredContainerRows } from '../normalize/container.ts'
import { podSpecOf } from '../normalize/workload.ts'
import type { WorkloadFacts } from '../normalize/workload-state.ts'
import { type AssetWrite, writeAssetRows } from './asset-writes.ts'
import { objectIdOfWorkload } from './object-assets.ts'
import type { Sync } from './sync.ts'

type StoredContainer = typeof container.$inferSelect
type StoredWorkload = typeof workload.$inferSelect

/** Workloads at a time: their templates are read. */
const WORKLOADS_AT_ONCE = 100

/**
 * Gives workloads of a snapshot that has no pods of them the containers that they declare, so that a folder of manifests shows
 * containers. `podsRead` tells whether the snapshot holds pods: then a workload that an API server served would have some if it
 * ran, and only those that people wrote get declared containers.
 */
export async function syncDeclaredContainers(sync: Sync, podsRead: boolean): Promise<void> {
  const wanted = sync.picture.declaredWorkloads.filter((facts) => isDeclaredOnly(sync, facts, podsRead))
  const ids = new Set(wanted.map(({ id }) => id))
  const stored = await storedDeclared(sync)
  const stale = [...stored].filter(([id]) => !ids.has(id) && mayJudge(sync, id)).flatMap(([, rows]) => rows)
  await writeAssetRows(
    sync,
    stale.map((before) => ({ type: 'Container', before, after: undefined })),
    sync.startedAt,
  )
  for (let at = 0; at < wanted.length; at += WORKLOADS_AT_ONCE) {
    sync.signal.throwIfAborted()
    const some = wanted.slice(at, at + WORKLOADS_AT_ONCE).map(({ id }) => id)
    await writeAssetRows(sync, await writesOf(sync, some, stored), sync.startedAt)
  }
}

/** Whether a workload's containers are known by its template only. */
export function isDeclaredOnly({ picture, source }: Sync, facts: WorkloadFacts, podsRead: boolean): boolean {
  return source.kind === 'SNAPSHOT' && picture.sumOf(facts.id).pods === 0 && !(podsRead && facts.served)
}

/** A workload that this sync saw, or that is gone. Of one whose kind could not be read nothing is known. */
function mayJudge({ picture }: Sync, id: string): boolean {
  return picture.declared(id) !== undefined || !picture.presentWorkloads.has(id)
}

/** Present declared containers, by their workload. */
async function storedDeclared({ database, cluster }: Sync): Promise<Map<string, StoredContainer[]>> {
  const rows = await database.db
    .select()
    .from(container)
    .where(
      and(
        eq(container.cluster, cluster),
        eq(container.pod, ''),
        eq(container.state, 'DECLARED'),
        eq(container.present, true),
      ),
    )
  return Map.groupBy(rows, (row) => row.workload)
}

async function writesOf(
  sync: Sync,
  ids: readonly string[],
  stored: ReadonlyMap<string, StoredContainer[]>,
): Promise<AssetWrite[]> {
  const workloads = await sync.database.db
    .select()
    .from(workload)
    .where(and(inArray(workload.id, [...ids]), eq(workload.present, true)))
  const contents = await contentsOf(sync, workloads)
  return workloads.flatMap((row) => {
    const podSpec = podSpecOf(row.kind, contents.get(objectIdOfWorkload(row)) ?? {})
    const rows = declaredContainerRows(row, podSpec)
    const counts: AssetWrite = { type: 'Workload', before: row, after: { ...row, containers: rows.length } }
    const writes = containerWrites(rows, stored.get(row.id) ?? [])
    return row.containers === rows.length ? writes : [counts, ...writes]
  })
}

function containerWrites(rows: readonly ContainerRow[], stored: readonly StoredContainer[]): AssetWrite[] {
  const before = new Map(stored.map((row) => [row.id, row]))
  const after = new Set(rows.map(({ id }) => id))
  const changed = rows.filter((row) => before.get(row.id)?.contentHash !== row.contentHash)
  const gone = stored.filter(({ id }) => !after.has(id))
  return [
    ...changed.map((row): AssetWrite => ({ type: 'Container', before: before.get(row.id), after: row })),
    ...gone.map((row): AssetWrite => ({ type: 'Container', before: row, after: undefined })),
  ]
}

async function contentsOf({ database }: Sync, workloads: readonly StoredWorkload[]) {
  const rows = await database.db
    .select({ id: kubernetesObject.id, content: kubernetesObject.content })
    .from(kubernetesObject)
    .where(inArray(kubernetesObject.id, workloads.map(objectIdOfWorkload)))
  return new Map(rows.map(({ id, content }) => [id, fieldsOf(content)]))
}
