import { type AuditActor, recordAudit } from '@breakwater/drizzle/audit.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { type ClusterRow, RequestError } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { visibleTo } from '@breakwater/schema/visible.ts'
import { and, eq, ne } from 'drizzle-orm'
import type { SourceRow } from './sources.ts'
import { recordedCluster, updateCluster } from './sync/cluster-row.ts'

/** Writes of the connected clusters, each with its audit row and its change in one transaction. */

export interface NewConnection {
  readonly uid: string
  readonly source: SourceRow
  readonly server: string
  readonly version: string | undefined
  readonly sample: boolean
  /** For a cluster that is not connected yet. */
  readonly defaultName: string
  readonly name: string | undefined
  readonly region: string | undefined
}

/** Who does what, for the audit trail. */
export interface Act {
  readonly by: AuditActor
  /** The mutation's name. */
  readonly action: string
}

/**
 * Keeps a cluster and how it is read. One that is connected already keeps its name, its region and its assets, and is read the new
 * way from now on. Throws `RequestError` while it is being removed.
 */
export async function keepConnection(
  database: Database,
  act: Act,
  connection: NewConnection,
): Promise<{ readonly row: ClusterRow; readonly added: boolean }> {
  const { uid, source } = connection
  return database.transaction(async (tx) => {
    const [before] = await tx.select().from(cluster).where(eq(cluster.uid, uid)).for('update')
    if (before?.state === 'DELETED') throw beingRemoved()
    const row = before ? await reconnect(tx, before, connection) : await add(tx, connection)
    await tx.insert(clusterSource).values(source).onConflictDoUpdate({ target: clusterSource.cluster, set: source })
    await recordAudit(tx, act.by, {
      action: act.action,
      cluster: uid,
      target: row.name,
      details: { origin: source.origin, kind: source.kind, added: !before },
    })
    return { row, added: !before }
  })
}

async function add(tx: Queries, connection: NewConnection): Promise<ClusterRow> {
  const name = connection.name ?? connection.defaultName
  const [row] = await tx
    .insert(cluster)
    .values({
      uid: connection.uid,
      name,
      nameLower: name.toLowerCase(),
      region: connection.region ?? '',
      version: connection.version ?? '',
      sourceKind: connection.source.kind,
      server: connection.server,
      sample: connection.sample,
      connectedAt: new Date(),
    })
    .returning()
  if (!row) throw new Error('The cluster was not inserted.')
  await recordChanges(tx, [
    { type: 'Cluster', node: row.uid, operation: 'ADDED', cluster: row.uid, new: recordedCluster(row) },
  ])
  return row
}

function reconnect(tx: Queries, before: ClusterRow, connection: NewConnection): Promise<ClusterRow> {
  const { name, region, server, sample, source } = connection
  return updateCluster(tx, before, {
    ...(name === undefined ? {} : { name, nameLower: name.toLowerCase() }),
    ...(region === undefined ? {} : { region }),
    sourceKind: source.kind,
    server,
    sample,
  })
}

/** Changes a cluster's own columns. Throws `RequestError` when it is not connected. */
export async function changeCluster(
  database: Database,
  viewer: Viewer,
  action: string,
  uid: string,
  values: Partial<Pick<ClusterRow, 'name' | 'nameLower' | 'region'>>,
): Promise<ClusterRow> {
  return database.transaction(async (tx) => {
    const before = await connectedCluster(tx, uid, viewer)
    const after = await updateCluster(tx, before, values)
    const { name, region } = values
    await recordAudit(tx, viewer, {
      action,
      cluster: uid,
      target: before.name,
      details: { ...(name === undefined ? {} : { name }), ...(region === undefined ? {} : { region }) },
    })
    return after
  })
}

/**
 * Hides a cluster at once and destroys how it is read; its rows are deleted by a task. Does nothing for one that is hidden already
 * or no longer there.
 */
export async function hideCluster(tx: Queries, act: Act, uid: string): Promise<void> {
  const condition = and(eq(cluster.uid, uid), ne(cluster.state, 'DELETED'))
  const [row] = await tx.select().from(cluster).where(condition).for('update')
  if (!row) return
  await tx.update(cluster).set({ state: 'DELETED', stateCause: null, stateAdvice: null }).where(eq(cluster.uid, uid))
  await tx.delete(clusterSource).where(eq(clusterSource.cluster, uid))
  await recordChanges(tx, [
    { type: 'Cluster', node: uid, operation: 'REMOVED', cluster: uid, old: recordedCluster(row) },
  ])
  await recordAudit(tx, act.by, { action: act.action, cluster: uid, target: row.name })
}

/** A cluster that is connected, not being removed, and seen by the viewer. Throws `RequestError`. */
export async function connectedCluster(queries: Queries, uid: string, viewer: Viewer): Promise<ClusterRow> {
  const condition = and(eq(cluster.uid, uid), visibleTo(viewer, cluster))
  const [row] = await queries.select().from(cluster).where(condition)
  if (!row) throw new RequestError('NOT_FOUND', 'There is no such cluster.', ['cluster'])
  if (row.state === 'DELETED') throw beingRemoved()
  return row
}

function beingRemoved(): RequestError {
  return new RequestError('BEING_REMOVED', 'This cluster is being removed. Try again when its removal has ended.', [
    'cluster',
  ])
}
