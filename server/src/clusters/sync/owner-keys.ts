import type { Database } from '@breakwater/drizzle/database.ts'
import { setting } from '@breakwater/drizzle/tables/access.ts'
import { eq } from 'drizzle-orm'
import { DEFAULT_OWNER_KEYS, ownerKeysOf } from '../../kubernetes/responsible.ts'

/** The setting that names the label keys by which workloads tell who answers for them. */
export const OWNER_LABELS = 'assets.ownerLabels'

/** The keys as they are set now. */
export async function readOwnerKeys({ db }: Database): Promise<readonly string[]> {
  const [row] = await db.select().from(setting).where(eq(setting.name, OWNER_LABELS)).limit(1)
  return typeof row?.value === 'string' ? ownerKeysOf(row.value) : DEFAULT_OWNER_KEYS
}
