import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Database } from '@breakwater/drizzle/database.ts'
import { makeCopy, writeCopy } from '@breakwater/drizzle/embedded/copies.ts'
import { isEmbedded, openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { migrate, migrationState } from '@breakwater/drizzle/migrate.ts'
import { openPostgres } from '@breakwater/drizzle/postgres.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import packageFile from '../package.json' with { type: 'json' }
import { createAnalysisTriggers } from './analysis/triggers.ts'
import { createClusterService } from './clusters/cluster-service.ts'
import { clusterRemoval } from './clusters/removal-task.ts'
import { sealedWith } from './clusters/sealed-credentials.ts'
import { serviceAccountPlace } from './clusters/source-in-cluster.ts'
import { createSources } from './clusters/sources.ts'
import { containerAssetSync } from './clusters/task.ts'
import { createWatches } from './clusters/watch/watches.ts'
import type { Config } from './config.ts'
import { createEventBus } from './events/bus.ts'
import { createListCursors } from './events/cursor.ts'
import { ensureStream } from './events/stream-epoch.ts'
import { analysisSettingsOf } from './exposure/analysis-settings.ts'
import { createExposureService } from './exposure/exposure-service.ts'
import { createExposureThread, createLiveExposures } from './exposure/exposure-thread.ts'
import { EXPOSURE_KINDS } from './exposure/kinds-read.ts'
import { containerExposure } from './exposure/task.ts'
import { createAccess } from './http/access.ts'
import { accessActions } from './http/access-actions.ts'
import { createAccessService } from './http/access-service.ts'
import { startApp } from './http/app.ts'
import { openControl } from './http/control.ts'
import { createDevelopmentProxy, type DevelopmentProxy } from './http/development-proxy.ts'
import { createExporter } from './http/export/export.ts'
import { createDownloadLinks } from './http/export/links.ts'
import { createGraphql } from './http/graphql.ts'
import { loadStaticFiles, type StaticFiles } from './http/static-files.ts'
import { TlsError } from './http/tls.ts'
import { createLog, type Log } from './log.ts'
import { createAskedOnce } from './posture/asked-once.ts'
import { createCheckService } from './posture/check-service.ts'
import { createBenchmarkService } from './posture/cis/benchmark-service.ts'
import { postureSettingsOf } from './posture/installation-settings.ts'
import { kindsOf } from './posture/kinds-judged.ts'
import { createLivePosture, createPostureThread } from './posture/posture-thread.ts'
import { createRightsService } from './posture/rights-service.ts'
import { RULES } from './posture/rules/list-of-rules.ts'
import { configCheck } from './posture/task.ts'
import { writeRules } from './posture/write-rules.ts'
import { recountEverything } from './risks/rollup.ts'
import { expireWaivers } from './risks/waiver-application.ts'
import { createWaiverService } from './risks/waivers.ts'
import { SecretError } from './secrets/error.ts'
import { loadSecretKey } from './secrets/key.ts'
import { createMasker } from './secrets/mask.ts'
import { createSettings } from './settings.ts'
import { backupTask } from './tasks/backup-task.ts'
import type { TaskDefinition } from './tasks/definition.ts'
import { retentionTask } from './tasks/retention-task.ts'
import { createTaskRunner } from './tasks/runner.ts'
import { createScheduler } from './tasks/schedule.ts'
import { createTaskService } from './tasks/task-service.ts'

/** The product, running. */
export interface Running {
  /** Undefined for a process that only runs tasks. */
  readonly url: string | undefined
  /** A fresh one-time link; undefined for a process that only runs tasks. */
  readonly loginUrl: string | undefined
  /** Where the data lie, in words; without secrets. */
  readonly dataDescription: string
  /** Ends it cleanly: tasks that run are given back and go on at the next start. */
  stop(): Promise<void>
}

/** The product cannot start; the message is one line that says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

const SAMPLE_FOLDER = fileURLToPath(new URL('../sample', import.meta.url))
const DASHBOARD_FOLDER = fileURLToPath(new URL('../../web/out', import.meta.url))

/** Wires and starts the parts. Throws `StartError`, or `FolderError` for a data folder that cannot be used. */
export async function start(config: Config): Promise<Running> {
  const log = createLog(config.logLevel)
  const closing: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    return await compose(config, log, closing, stop)
  } catch (error) {
    await stop()
    throw explain(error, config)
  }
}

async function compose(
  config: Config,
  log: Log,
  closing: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const database = await openDatabase(config, log)
  closing.push(() => database.close())
  await ensureStream(database)
  await writeRules(database, RULES)
  const key = await loadSecretKey({
    environment: config.secretKey,
    dataFolder: config.data,
    sealedWith: await sealedWith(database),
    isShared: config.databaseUrl !== undefined,
  })

  const settings = createSettings(database, config, (name) => {
    if (name === 'risk.atRiskPriority') {
      recountEverything(database).catch((error: unknown) => log.error({ err: error }, 'counts could not be made anew'))
    }
    if (name.startsWith('exposure.')) {
      triggers.all().catch((error: unknown) => log.error({ err: error }, 'exposures could not be analyzed anew'))
    }
    if (name.startsWith('configuration.')) {
      checkTriggers.all().catch((error: unknown) => log.error({ err: error }, 'clusters could not be judged anew'))
    }
  })
  const works = config.role !== 'server'
  const onQueued = () => {
    if (works) runner.wake()
  }
  const triggering = { database, log, onQueued }
  const exposureKinds = EXPOSURE_KINDS.map(({ kind }) => kind)
  const triggers = createAnalysisTriggers({ ...triggering, task: 'CONTAINER_EXPOSURE', kinds: exposureKinds })
  closing.push(() => triggers.stop())
  const checkTriggers = createAnalysisTriggers({ ...triggering, task: 'CONFIG_CHECK', kinds: kindsOf(RULES) })
  closing.push(() => checkTriggers.stop())
  const serviceAccount = serviceAccountPlace(process.env)
  const masker = createMasker(key.key)
  const sources = createSources({
    database,
    key,
    masker,
    kubeconfig: process.env['KUBECONFIG'],
    environment: process.env,
    proxies: config.proxies,
    serviceAccount,
    snapshotFolder: config.snapshotFolder,
    allowPrivateAddresses: config.allowPrivateAddresses,
    sampleFolder: SAMPLE_FOLDER,
  })
  const owner = `${hostname()}:${process.pid}`
  const watches = createWatches({
    ...{ database, sources, masker, log, owner },
    onChanged(uid, kinds) {
      triggers.changed(uid, kinds)
      checkTriggers.changed(uid, kinds)
    },
  })
  const host = createExposureThread()
  closing.push(() => host.close())
  const exposures = {
    database,
    live: createLiveExposures(database, host),
    settings: (uid: string) => analysisSettingsOf(uid, settings.value),
  }
  const postureThread = createPostureThread()
  closing.push(() => postureThread.close())
  const definitions: TaskDefinition[] = [
    containerAssetSync({
      ...{ database, sources, masker, log, onSynced: watches.synced },
      async onWritten(uid) {
        await triggers.synced(uid)
        await checkTriggers.synced(uid)
      },
    }),
    // What is reached from the internet comes first among what is set up wrongly.
    containerExposure({ ...exposures, onWaiting: triggers.waiting, onChanged: checkTriggers.soon }),
    configCheck({
      ...{ database, rules: RULES, live: createLivePosture(database, postureThread, RULES) },
      settings: () => postureSettingsOf(settings.value),
    }),
    clusterRemoval({ database }),
    retentionTask({ database, days: async () => Number(await settings.value('retention.days')) }),
    ...(isEmbedded(database) ? [backupTask({ database, data: config.data })] : []),
  ]
  const kinds = definitions.map((definition) => definition.kind)

  const runner = createTaskRunner({ database, definitions, owner, log })
  const tasks = createTaskService({ database, kinds, onQueued })
  const scheduler = createScheduler({
    database,
    log,
    kinds,
    first: {
      timeZone: config.timeZone,
      crons: {
        CONTAINER_ASSET_SYNC: config.syncCron,
        CONTAINER_EXPOSURE: config.exposureCron,
        // Beside what follows each synchronization: those that cannot be reached are judged by the rules of a new version, too.
        CONFIG_CHECK: '37 0 * * *',
        RETENTION: '17 1 * * *',
        BACKUP: '47 1 * * *',
      },
    },
    onQueued,
    everyMinute: () => expireWaivers(database),
  })
  const bus = createEventBus({ database, key, log })
  await bus.start()
  closing.push(() => bus.stop())

  const running = {
    dataDescription: config.databaseUrl ? `PostgreSQL at ${new URL(config.databaseUrl).host}` : config.data,
    stop,
  }
  if (works) {
    await scheduler.start()
    closing.push(() => scheduler.stop())
    await runner.start()
    closing.push(() => runner.stop())
    await watches.start()
    closing.push(() => watches.stop())
  }
  if (config.role === 'worker') return { ...running, url: undefined, loginUrl: undefined }

  const access = createAccess(database)
  const databaseVersion = await versionOf(database)
  const links = createDownloadLinks(database, schema, access)
  const asked = createAskedOnce({ database })
  const services: Services = {
    tasks,
    settings,
    schedules: scheduler,
    changes: bus,
    cursors: createListCursors(key),
    access: createAccessService(access, (code) => loginLink(app.url, code)),
    downloads: links,
    waivers: createWaiverService(database),
    exposures: createExposureService(exposures),
    checks: createCheckService(asked, checkTriggers.all),
    benchmarks: createBenchmarkService(),
    rights: createRightsService(asked),
    clusters: createClusterService({
      database,
      tasks,
      sources,
      kubeconfig: process.env['KUBECONFIG'],
      environment: process.env,
      masker,
      serviceAccount,
      snapshotFolder: config.snapshotFolder,
    }),
    status: async () => ({
      version: packageFile.version,
      database: databaseVersion,
      role: config.role,
      timeZone: config.timeZone,
      retentionDays: Number(await settings.value('retention.days')),
      dataFolder: running.dataDescription,
      ...(await bus.lag()),
    }),
    endSession: (viewer) => access.endSession(viewer),
  }
  const yoga = createGraphql({ schema, database, services, log })
  const app = await startApp({
    host: config.host,
    port: config.port,
    tls: config.tls,
    publicOrigins: config.publicOrigins,
    trustedProxies: config.trustedProxies,
    yoga,
    access,
    exporter: createExporter({ schema, database, services, links, log }),
    pages: await dashboard(log),
    log,
    notReady: () => whatIsMissing(database, works ? scheduler.ready : () => true),
  })
  closing.push(() => app.close())
  const loginUrl = async () => loginLink(app.url, await access.createLoginCode())
  const control = await openControl(config.data, {
    ...accessActions(database, access, (code) => loginLink(app.url, code)),
    backup: async ({ path }) => {
      if (!isEmbedded(database)) throw new StartError("The copy of a PostgreSQL server is the server's: use pg_dump.")
      await writeCopy(database, String(path))
      return {}
    },
  })
  closing.push(() => control.close())
  log.info({ url: app.url, role: config.role, database: databaseVersion }, 'started')
  return { ...running, url: app.url, loginUrl: await loginUrl() }
}

function loginLink(url: string, code: string): string {
  return `${url}/login#code=${code}`
}

/** Opens the database that the configuration names and brings its tables to this version, after a copy of what is there. */
export async function openDatabase(config: Config, log?: Log): Promise<Database> {
  const onIdleError = (error: Error) => log?.warn({ err: error }, 'an idle database connection was lost')
  const database = config.databaseUrl
    ? openPostgres(config.databaseUrl, onIdleError)
    : await openEmbedded(config.data, onIdleError)
  try {
    const state = await migrationState(database)
    if (isEmbedded(database) && !state.empty && state.pending > 0) {
      const copy = await makeCopy(database, config.data)
      log?.info({ copy }, 'copied the database before its tables change')
    }
    await migrate(database)
    return database
  } catch (error) {
    await database.close()
    throw config.databaseUrl ? unreachable(config.databaseUrl, error) : error
  }
}

async function dashboard(log: Log): Promise<StaticFiles | DevelopmentProxy> {
  const developing = Number(process.env['BREAKWATER_DEVELOPMENT_WEB_PORT'] ?? 0)
  if (developing > 0) return createDevelopmentProxy(developing)
  const files = await loadStaticFiles(DASHBOARD_FOLDER)
  if (files.count === 0) log.warn({}, 'the dashboard is not built; `npm start` builds it')
  return files
}

async function versionOf(database: Database): Promise<string> {
  const { rows } = await database.pool.query<{ version: string }>(`select current_setting('server_version') as version`)
  return `${database.kind === 'embedded' ? 'embedded PostgreSQL' : 'PostgreSQL'} ${rows[0]?.version ?? ''}`.trim()
}

async function whatIsMissing(database: Database, scheduleIsReady: () => boolean): Promise<string[]> {
  const missing: string[] = []
  const state = await migrationState(database).catch(() => undefined)
  if (!state) missing.push('The database does not answer.')
  else if (state.empty || state.pending > 0) missing.push('The tables are not migrated.')
  if (!scheduleIsReady()) missing.push('The schedule is not running.')
  return missing
}

/** Node's and the driver's errors in words that say what to do. */
function explain(error: unknown, config: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${config.port} is in use. Stop what uses it, or set PORT to another one.`, {
      cause: error,
    })
  }
  if (code === 'EACCES' && error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
    return new StartError(`Port ${config.port} may not be used by this user. Set PORT to one above 1023.`, {
      cause: error,
    })
  }
  if (error instanceof TlsError) return new StartError(error.message, { cause: error })
  if (error instanceof SecretError) return new StartError(`${error.message} ${error.advice}`, { cause: error })
  return error
}

/** The URL may hold a password, and so may the driver's message: neither is shown. */
function unreachable(url: string, error: unknown): StartError {
  const { host } = new URL(url)
  const cause = rootOf(error)
  const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
  const advice: Record<string, string> = {
    '28P01': 'The password is wrong.',
    '28000': 'This user may not log in.',
    '3D000': 'The database does not exist; create it with createdb.',
    '42501': 'This user may not create tables; make it the owner of the database.',
  }
  const known = code ? advice[code.slice(2, -1)] : undefined
  return new StartError(
    `The database at ${host} cannot be used${code}. ${known ?? 'Check DATABASE_URL and that the server runs.'}`,
    {
      cause: error,
    },
  )
}

function rootOf(error: unknown): Error {
  const own = error instanceof AggregateError ? error.errors[0] : error
  if (!(own instanceof Error)) return new Error(String(own))
  return own.cause instanceof Error ? rootOf(own.cause) : own
}
