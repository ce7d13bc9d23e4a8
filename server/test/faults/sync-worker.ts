import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { openPostgres } from '@breakwater/drizzle/postgres.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { isNull } from 'drizzle-orm'
import { clusterRemoval } from '../../src/clusters/removal-task.ts'
import { kubeconfigSource } from '../../src/clusters/source-kubeconfig.ts'
import { containerAssetSync } from '../../src/clusters/task.ts'
import { createWatches } from '../../src/clusters/watch/watches.ts'
import { createMasker } from '../../src/secrets/mask.ts'
import { createTaskRunner } from '../../src/tasks/runner.ts'
import { quiet } from '../sync-world.ts'
import { FAST, silent } from '../tasks.ts'
import { PAGE_SIZE } from './states.ts'

/**
 * A process that synchronizes, watches and removes the clusters of a database, to be killed by tests. Arguments: its name, a
 * database's URL or a data folder, a kubeconfig by which every cluster is read, and `tasks` (it ends when no task is left) or `watch`
 * (it goes on until a SIGTERM). It says what it claims (`claimed TASK`).
 */
const [owner = '', place = '', kubeconfig = '', work = ''] = process.argv.slice(2)
const database = place.startsWith('postgres') ? openPostgres(place) : await openEmbedded(place)
const masker = createMasker(Buffer.alloc(32, 1))
const sources = {
  ofCluster: async () =>
    kubeconfigSource({
      kubeconfig: await readFile(kubeconfig, 'utf8'),
      origin: 'machine',
      allowPrivateAddresses: true,
      pageSize: PAGE_SIZE,
    }),
}

if (work === 'watch') {
  const pauses = { lookMs: 50, leaseMs: 1_000, firstMs: 10, mostMs: 100 }
  const watches = createWatches({ database, sources, masker, log: quiet, owner, pauses })
  const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
  await watches.start()
  await stopped
  await watches.stop()
} else {
  const runner = createTaskRunner({
    database,
    owner,
    timing: FAST,
    log: {
      ...silent,
      info: (fields, message) => {
        if (message === 'task started') process.stdout.write(`claimed ${fields['task']}\n`)
      },
    },
    definitions: [containerAssetSync({ database, sources, masker, log: quiet }), clusterRemoval({ database })],
  })
  await runner.start()
  const open = database.db.select({ id: task.id }).from(task).where(isNull(task.finishedAt)).limit(1)
  while ((await open).length > 0) await sleep(30)
  await runner.stop()
}
await database.close()
