import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { openPostgres } from '@breakwater/drizzle/postgres.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { isNull } from 'drizzle-orm'
import { createTaskRunner } from '../src/tasks/runner.ts'
import { definition, FAST, NOTHING, silent } from './tasks.ts'

/**
 * A process that works, to be killed by tests. Arguments: its number, then a database's URL or a data folder. It says what
 * it claims (`claimed TASK ATTEMPT`) and begins (`begun ITEM`), leaves its number with each result, and ends when no task
 * is left.
 */
const [number = '', place = ''] = process.argv.slice(2)
const database = place.startsWith('postgres') ? openPostgres(place) : await openEmbedded(place)
const say = (line: string) => process.stdout.write(`${line}\n`)

const runner = createTaskRunner({
  database,
  owner: number,
  timing: FAST,
  maxTasks: 2,
  log: {
    ...silent,
    info: (fields, message) => {
      if (message === 'task started') say(`claimed ${fields['task']} ${fields['attempt']}`)
    },
  },
  definitions: [
    definition({
      names: Array.from({ length: 40 }, (_, n) => `target ${n}`),
      run: async (item, progress, signal) => {
        say(`begun ${item.id}`)
        for (let part = 1; part <= 3; part++) {
          await sleep(10, undefined, { signal })
          progress.report(part / 3)
        }
        return { ...NOTHING, added: Number(number) }
      },
    }),
  ],
})
await runner.start()
while ((await database.db.select({ id: task.id }).from(task).where(isNull(task.finishedAt)).limit(1)).length > 0) {
  await sleep(100)
}
await runner.stop()
await database.close()
