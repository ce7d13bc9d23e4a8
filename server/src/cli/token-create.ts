import { parseArgs } from 'node:util'
import { RequestError } from '@breakwater/schema/services.ts'
import { readConfig } from '../config.ts'
import { createAccess } from '../http/access.ts'
import { addNamedToken, type NamedRights } from '../http/access-actions.ts'
import { askInstance, ControlError } from '../http/control.ts'
import { openDatabase } from '../main.ts'
import { type Command, UsageError } from './command.ts'
import { RIGHTS_OPTIONS, RIGHTS_USAGE, rightsOf } from './rights-options.ts'

export const tokenCreate: Command = {
  name: 'token create',
  usage: `--name NAME ${RIGHTS_USAGE} [--expires 30d]`,
  description: "Makes a token for programs, an administrator's if no role is given, and prints it once.",
  async run(args, { output }) {
    const { name, expires, rights } = parse(args)
    const expiresAt = expires === undefined ? undefined : inFuture(expires)
    const config = readConfig(process.env)
    try {
      const answer = await askInstance(config.data, 'token', {
        ...{ name, ...rights },
        expiresAt: expiresAt?.toISOString() ?? null,
      })
      output.write(`${answer ? String(answer['token']) : await createAlone()}\n`)
      return 0
    } catch (error) {
      if (error instanceof ControlError || error instanceof RequestError)
        throw new UsageError(error.message, { cause: error })
      throw error
    }

    async function createAlone(): Promise<string> {
      const database = await openDatabase(config)
      try {
        return await addNamedToken(database, createAccess(database), { name, rights, expiresAt })
      } finally {
        await database.close()
      }
    }
  },
}

function parse(args: readonly string[]): { name: string; expires: string | undefined; rights: NamedRights } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, expires: { type: 'string' }, ...RIGHTS_OPTIONS },
    })
    if (!values.name || !/^[\w.@-]{1,100}$/.test(values.name)) {
      throw new UsageError('--name is required: 1 to 100 letters, digits, and any of . _ @ -')
    }
    return { name: values.name, expires: values.expires, rights: rightsOf(values) }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`token create takes ${tokenCreate.usage}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function inFuture(text: string): Date {
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(text) ?? []
  const unitMs = unit === undefined ? undefined : UNITS_MS[unit]
  if (unitMs === undefined || Number(count) === 0) {
    throw new UsageError(`--expires takes a span such as 12h, 30d or 8w, not "${text.slice(0, 40)}".`)
  }
  return new Date(Date.now() + Number(count) * unitMs)
}
