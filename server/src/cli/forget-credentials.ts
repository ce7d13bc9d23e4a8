import { FolderError } from '@breakwater/drizzle/embedded/lock.ts'
import { forgetCredentials } from '../clusters/sealed-credentials.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../main.ts'
import { type Command, UsageError } from './command.ts'

export const forgetCredentialsCommand: Command = {
  name: 'forget-credentials',
  usage: '',
  description: 'Deletes the sealed credentials of clusters, for when their key is lost. The instance must be stopped.',
  async run(args, { output }) {
    if (args.length > 0) throw new UsageError('`forget-credentials` takes no arguments.')
    try {
      const database = await openDatabase(readConfig(process.env))
      const clusters = await forgetCredentials(database).finally(() => database.close())
      output.write(`Deleted ${clusters} credentials. Replace them at their clusters; all else is kept.\n`)
      return 0
    } catch (error) {
      if (error instanceof FolderError) throw new UsageError(error.message, { cause: error })
      throw error
    }
  },
}
