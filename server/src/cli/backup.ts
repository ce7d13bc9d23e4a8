import { resolve } from 'node:path'
import { writeCopy } from '@breakwater/drizzle/embedded/copies.ts'
import { FolderError } from '@breakwater/drizzle/embedded/lock.ts'
import { openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { readConfig } from '../config.ts'
import { askInstance, ControlError } from '../http/control.ts'
import { type Command, UsageError } from './command.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'FILE',
  description: 'Writes a copy of the embedded database to FILE, also beside a running instance.',
  async run(args, { output }) {
    const [file, ...rest] = args
    if (!file || rest.length > 0) throw new UsageError('`backup` takes one argument: the file to write.')
    const config = readConfig(process.env)
    if (config.databaseUrl) throw new UsageError("With DATABASE_URL the copy is the server's: use pg_dump.")
    const path = resolve(file)
    try {
      const answer = await askInstance(config.data, 'backup', { path })
      if (!answer) await copyAlone(config.data, path)
    } catch (error) {
      if (error instanceof ControlError || error instanceof FolderError || isFileError(error)) {
        throw new UsageError(`The copy was not written: ${(error as Error).message}`, { cause: error })
      }
      throw error
    }
    output.write(`Wrote ${path}\n`)
    return 0
  },
}

async function copyAlone(data: string, path: string): Promise<void> {
  const database = await openEmbedded(data)
  try {
    await writeCopy(database, path)
  } finally {
    await database.close()
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
