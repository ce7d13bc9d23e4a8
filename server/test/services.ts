import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '@breakwater/drizzle/database.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { createClusterService } from '../src/clusters/cluster-service.ts'
import { createSources } from '../src/clusters/sources.ts'
import { readConfig } from '../src/config.ts'
import { createEventBus } from '../src/events/bus.ts'
import { createListCursors } from '../src/events/cursor.ts'
import { ensureStream } from '../src/events/stream-epoch.ts'
import { createExposureService } from '../src/exposure/exposure-service.ts'
import { createExposureThread, createLiveExposures } from '../src/exposure/exposure-thread.ts'
import { DEFAULT_SETTINGS } from '../src/exposure/model.ts'
import { type Access, createAccess } from '../src/http/access.ts'
import { createAccessService } from '../src/http/access-service.ts'
import { createDownloadLinks } from '../src/http/export/links.ts'
import { createLog } from '../src/log.ts'
import { createAskedOnce } from '../src/posture/asked-once.ts'
import { createCheckService } from '../src/posture/check-service.ts'
import { createBenchmarkService } from '../src/posture/cis/benchmark-service.ts'
import { createRightsService } from '../src/posture/rights-service.ts'
import { createWaiverService } from '../src/risks/waivers.ts'
import { createMasker } from '../src/secrets/mask.ts'
import { createSettings } from '../src/settings.ts'
import { createScheduler } from '../src/tasks/schedule.ts'
import { createTaskService } from '../src/tasks/task-service.ts'
import { TEST_KEY } from './test-key.ts'

/** All that resolvers need of the server, as it is wired there; tasks are queued and not run. */
export interface TestServices {
  readonly services: Services
  readonly access: Access
  /** Writes the machine's kubeconfig. */
  writeKubeconfig(text: string): Promise<void>
  close(): Promise<void>
}

export async function testServices(database: Database): Promise<TestServices> {
  const folder = await mkdtemp(join(tmpdir(), 'services-'))
  const kubeconfig = join(folder, 'config')
  const log = createLog('fatal', { write() {} })
  const key = TEST_KEY
  const masker = createMasker(key.key)
  const kinds = ['CONTAINER_ASSET_SYNC', 'CONTAINER_EXPOSURE', 'CONFIG_CHECK', 'CLUSTER_REMOVAL', 'RETENTION'] as const
  await ensureStream(database)
  const bus = createEventBus({ database, key, log })
  await bus.start()
  const scheduler = createScheduler({
    database,
    log,
    kinds: [...kinds],
    first: { timeZone: 'UTC', crons: { CONTAINER_ASSET_SYNC: '0 0 * * *' } },
    onQueued: () => {},
    everyMinute: async () => {},
  })
  await scheduler.start()
  const host = createExposureThread()
  const tasks = createTaskService({ database, kinds: [...kinds] })
  const access = createAccess(database)
  const machine = { kubeconfig, environment: process.env, masker, snapshotFolder: folder }
  const sources = createSources({
    ...machine,
    database,
    key,
    serviceAccount: undefined,
    allowPrivateAddresses: true,
    sampleFolder: fileURLToPath(new URL('../sample', import.meta.url)),
  })
  const asked = createAskedOnce({ database })
  const services: Services = {
    tasks,
    schedules: scheduler,
    changes: bus,
    cursors: createListCursors(key),
    settings: createSettings(database, readConfig({}), () => {}),
    waivers: createWaiverService(database),
    exposures: createExposureService({
      database,
      live: createLiveExposures(database, host),
      settings: async () => DEFAULT_SETTINGS,
    }),
    checks: createCheckService(asked, async () => undefined),
    benchmarks: createBenchmarkService(),
    rights: createRightsService(asked),
    clusters: createClusterService({ ...machine, database, tasks, sources }),
    access: createAccessService(access, (code) => `http://breakwater.test/login#code=${code}`),
    downloads: createDownloadLinks(database, schema, access),
    endSession: (viewer) => access.endSession(viewer),
    status: async () => ({
      version: '0',
      database: database.kind,
      role: 'all',
      timeZone: 'UTC',
      changeLagMs: 0,
      oldestTransactionMs: 0,
      retentionDays: 1,
      dataFolder: folder,
    }),
  }
  return {
    services,
    access,
    writeKubeconfig: (text) => writeFile(kubeconfig, text),
    close: async () => {
      await scheduler.stop()
      await bus.stop()
      await host.close()
    },
  }
}
