import { resolve } from 'node:path'
import { CopyError, listCopies, putBack } from '@breakwater/drizzle/embedded/copies.ts'
import { FolderError } from '@breakwater/drizzle/embedded/lock.ts'
import { readConfig } from '../config.ts'
import { startNewEpoch } from '../events/stream-epoch.ts'
import { openDatabase } from '../main.ts'
import { type Command, UsageError } from './command.ts'

export const restore: Command = {
  name: 'restore',
  usage: '[FILE]',
  description: 'Puts a copy of the embedded database back, the newest without FILE. The instance must be stopped.',
  async run(args, { output }) {
    if (args.length > 1) throw new UsageError('`restore` takes at most one argument: the copy to put back.')
    const config = readConfig(process.env)
    if (config.databaseUrl) throw new UsageError("With DATABASE_URL the copy is the server's: use pg_restore or psql.")
    const file = args[0] === undefined ? (await listCopies(config.data))[0] : resolve(args[0])
    if (!file) throw new UsageError(`There is no copy in ${config.data}. Name the file: \`restore FILE\`.`)
    try {
      const aside = await putBack(config.data, file)
      // What subscribers saw after the copy was made never happened now: their cursors must not be taken for ours.
      const database = await openDatabase(config)
      await startNewEpoch(database)
      await database.close()
      output.write(`Put ${file} back.${aside ? ` What was there is in ${aside}.` : ''}\n`)
      return 0
    } catch (error) {
      if (error instanceof FolderError || error instanceof CopyError)
        throw new UsageError(error.message, { cause: error })
      throw error
    }
  },
}
