import type { Database } from '@breakwater/drizzle/database.ts'
import { clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import {
  type ClusterRow,
  type ClusterService,
  type ConnectionTest,
  RequestError,
  type TaskRow,
  type TaskService,
} from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { eq } from 'drizzle-orm'
import { KINDS } from '../kubernetes/kinds.ts'
import type { Masker } from '../secrets/mask.ts'
import { clusterRoleRecipe } from './cluster-role-recipe.ts'
import { changeCluster, connectedCluster, hideCluster, keepConnection } from './cluster-writes.ts'
import { defaultName, labelOf, MOST_SNAPSHOT_BYTES, nameOf, originOfInput } from './connection-input.ts'
import { toConnectionTest } from './connection-test.ts'
import type { Environment } from './exec-credential.ts'
import { withdrawCommand } from './exec-permits.ts'
import { allowShownCommand, contextsOf } from './machine-commands.ts'
import { hasServiceAccount, type ServiceAccountPlace } from './source-in-cluster.ts'
import { SAMPLE_DAYS, type SourceOrigin, type Sources } from './sources.ts'
import { testConnection } from './test-connection.ts'

export interface ClusterServiceSettings {
  readonly database: Database
  readonly tasks: Pick<TaskService, 'start'>
  readonly sources: Sources
  /** The value of KUBECONFIG. */
  readonly kubeconfig: string | undefined
  /** The process's own, for programs that contexts of the machine's kubeconfig sign in by. */
  readonly environment: Environment
  readonly masker: Masker
  readonly snapshotFolder: string | undefined
  /** Undefined outside of a cluster. */
  readonly serviceAccount?: ServiceAccountPlace | undefined
}

/** A cluster that does not answer within this is not connected. */
const TEST_TIMEOUT_MS = 60_000
/** What a cluster may be called by: it becomes part of every key. */
const UID = /^[A-Za-z0-9][\w.-]{0,127}$/

/** What resolvers ask of clusters: connecting, renaming, removing. main.ts makes one in every process that answers. */
export function createClusterService(settings: ClusterServiceSettings): ClusterService {
  const { database, sources, snapshotFolder } = settings
  return {
    contexts: () => contextsOf(settings),
    allowExecCommand: (input, viewer) => allowShownCommand(settings, input, viewer),
    withdrawExecCommand: (context, viewer) => withdrawCommand(database, viewer, context),
    inCluster: () => hasServiceAccount(settings.serviceAccount),
    smallestRole: clusterRoleRecipe,
    snapshotFolder,
    mostSnapshotBytes: MOST_SNAPSHOT_BYTES,
    test: async (input, signal) => tested(sources, originOfInput(input), signal),
    async connect({ connection, name, region }, viewer) {
      const given = {
        name: name === undefined ? undefined : nameOf(name, 'name'),
        region: region === undefined ? undefined : labelOf(region, 'region'),
      }
      return connect(settings, viewer, 'connectCluster', originOfInput(connection), given)
    },
    async replaceCredential(uid, connection, viewer) {
      return replaceCredential(settings, viewer, uid, originOfInput(connection))
    },
    async rename(uid, text, viewer) {
      const name = nameOf(text, 'name')
      return changeCluster(database, viewer, 'renameCluster', uid, { name, nameLower: name.toLowerCase() })
    },
    async setRegion(uid, text, viewer) {
      return changeCluster(database, viewer, 'setClusterRegion', uid, { region: labelOf(text, 'region') })
    },
    remove: (uid, viewer) => remove(settings, viewer, uid),
    loadSample: (viewer) => connect(settings, viewer, 'loadSampleCluster', { origin: 'SAMPLE', day: 1 }),
    async playNextDay(viewer) {
      const sample = await loadedSample(database)
      if (!sample) throw new RequestError('NO_SAMPLE', 'The sample cluster is not loaded. Load it first.')
      const { day } = sample
      if (day >= SAMPLE_DAYS) {
        throw new RequestError(
          'NO_LATER_DAY',
          `Day ${day} is the last one. Load the sample again to go back to the first.`,
        )
      }
      return connect(settings, viewer, 'playNextDay', { origin: 'SAMPLE', day: day + 1 })
    },
    async sampleDay(uid) {
      const sample = await loadedSample(database)
      return sample?.uid === uid ? sample.day : undefined
    },
  }
}

async function tested(sources: Sources, origin: SourceOrigin, signal: AbortSignal): Promise<ConnectionTest> {
  return toConnectionTest(await testConnection(() => sources.open(origin, signal), KINDS, signal))
}

interface Connected {
  readonly cluster: ClusterRow
  readonly task: TaskRow
}

interface Given {
  readonly name: string | undefined
  readonly region: string | undefined
}

/** Nothing is kept of what does not answer. */
async function connect(
  settings: ClusterServiceSettings,
  viewer: Viewer,
  action: string,
  origin: SourceOrigin,
  given: Given = { name: undefined, region: undefined },
): Promise<Connected> {
  const report = await connectable(settings.sources, origin)
  const source = await settings.sources.row(report.uid, origin, AbortSignal.timeout(TEST_TIMEOUT_MS))
  const { row, added } = await keepConnection(
    settings.database,
    { by: viewer, action },
    {
      ...given,
      uid: report.uid,
      source,
      server: report.server ?? '',
      version: report.version,
      sample: origin.origin === 'SAMPLE',
      defaultName: defaultName(origin),
    },
  )
  // A sync of the source that was replaced may still run: this one is another task, and takes its turn after it.
  const task = await startSync(settings.tasks, viewer, row, added ? '' : ` ${source.updatedAt.getTime()}`)
  return { cluster: row, task }
}

async function connectable(sources: Sources, origin: SourceOrigin): Promise<ConnectionTest & { readonly uid: string }> {
  const report = await tested(sources, origin, AbortSignal.timeout(TEST_TIMEOUT_MS)).catch(timedOut)
  if (!report.ok) {
    const failure = report.steps.find((step) => !step.ok)
    const message = failure ? `${failure.message} ${failure.advice}`.trim() : 'The cluster does not answer.'
    throw new RequestError(failure?.code ?? 'UNREACHABLE', message, ['connection'])
  }
  const { uid } = report
  if (uid === undefined || !UID.test(uid)) {
    throw new RequestError('NOT_KUBERNETES', 'The cluster does not tell who it is.', ['connection'])
  }
  return { ...report, uid }
}

function timedOut(error: unknown): never {
  if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error
  const message = `The cluster did not answer within ${TEST_TIMEOUT_MS / 1_000} s.`
  throw new RequestError('TIMED_OUT', message, ['connection'])
}

function startSync(
  tasks: ClusterServiceSettings['tasks'],
  viewer: Viewer,
  { uid, name }: ClusterRow,
  again: string,
): Promise<TaskRow> {
  const source = sourceOf(viewer)
  const request = {
    kind: 'CONTAINER_ASSET_SYNC',
    source,
    target: name,
    targetKey: `${uid}${again}`,
    cluster: uid,
  } as const
  return tasks.start(request, viewer)
}

function sourceOf(viewer: Viewer): 'API' | 'CONSOLE' {
  return viewer.kind === 'TOKEN' ? 'API' : 'CONSOLE'
}

/** Another cluster's credential must not take the place of this one's. A sync follows, to show that it works. */
async function replaceCredential(
  settings: ClusterServiceSettings,
  viewer: Viewer,
  uid: string,
  origin: SourceOrigin,
): Promise<ClusterRow> {
  const before = await connectedCluster(settings.database.db, uid, viewer)
  if (before.sample) throw new RequestError('SAMPLE', 'The sample cluster needs no credential.', ['cluster'])
  const report = await connectable(settings.sources, origin)
  if (report.uid !== uid) {
    const message = `That is another cluster (${report.uid}). Connect it as one of its own.`
    throw new RequestError('OTHER_CLUSTER', message, ['connection'])
  }
  return (await connect(settings, viewer, 'replaceClusterCredential', origin)).cluster
}

/** The cluster is hidden with the task that removes it: neither is there without the other. */
async function remove(settings: ClusterServiceSettings, viewer: Viewer, uid: string): Promise<TaskRow> {
  const { name } = await connectedCluster(settings.database.db, uid, viewer)
  const source = sourceOf(viewer)
  const request = { kind: 'CLUSTER_REMOVAL', source, target: name, targetKey: uid, cluster: uid } as const
  return settings.tasks.start(request, viewer, (tx) => hideCluster(tx, { by: viewer, action: 'removeCluster' }, uid))
}

async function loadedSample({ db }: Database): Promise<{ readonly uid: string; readonly day: number } | undefined> {
  const [row] = await db
    .select({ uid: clusterSource.cluster, day: clusterSource.reference })
    .from(clusterSource)
    .where(eq(clusterSource.origin, 'SAMPLE'))
    .limit(1)
  return row && { uid: row.uid, day: Number(row.day) }
}
