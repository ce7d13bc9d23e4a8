import type { Database } from '@breakwater/drizzle/database.ts'
import { setting } from '@breakwater/drizzle/tables/access.ts'
import { inArray } from 'drizzle-orm'
import {
  type KnownCredentials,
  SENSITIVE_NAMES,
  SENSITIVE_VALUES,
  sensitiveNamesOf,
  sensitiveValuesOf,
} from '../../secrets/known-credentials.ts'

/** What the installation knows of credentials now, as it is set. */
export async function readKnownCredentials({ db }: Database): Promise<KnownCredentials> {
  const rows = await db
    .select()
    .from(setting)
    .where(inArray(setting.name, [SENSITIVE_NAMES, SENSITIVE_VALUES]))
    .limit(2)
  const textOf = (name: string) => {
    const value = rows.find((row) => row.name === name)?.value
    return typeof value === 'string' ? value : ''
  }
  return {
    sensitiveNames: sensitiveNamesOf(textOf(SENSITIVE_NAMES)),
    sensitiveValues: sensitiveValuesOf(textOf(SENSITIVE_VALUES)),
  }
}
