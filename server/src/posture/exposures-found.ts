import type { Database } from '@breakwater/drizzle/database.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { analysis } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { ExposureEntry } from './facts.ts'

/** From where anybody comes in, or from where nothing is known that keeps him out. Who limits the sources has done what is asked of him. */
const OPEN_VERDICTS = ['INTERNET', 'POSSIBLE'] as const
/** A read is to take at most 50 ms. */
const ROWS_A_READ = 2_000

/**
 * Ways in from the internet that the last analysis of exposures of a cluster found, by `kind/namespace/name` of the workloads that they lead to,
 * the surest first. Undefined for a cluster that was not analyzed: of nothing, nothing would be found.
 */
export async function exposuresFound(
  { db }: Database,
  uid: string,
): Promise<ReadonlyMap<string, readonly ExposureEntry[]> | undefined> {
  const [analyzed] = await db
    .select({ at: analysis.analyzedAt })
    .from(analysis)
    .where(and(eq(analysis.cluster, uid), eq(analysis.kind, 'EXPOSURE')))
    .limit(1)
  if (!analyzed) return undefined
  const found = new Map<string, Found[]>()
  for await (const row of openRows(db, uid)) {
    const key = `${row.workloadKind}/${row.namespace}/${row.workloadName}`
    const entries = found.get(key) ?? []
    found.set(key, entries)
    const reached = row.verdict === 'INTERNET' ? 'is reached' : 'may be reached'
    const sentence = `It ${reached} from the internet: ${row.sentence}.`
    entries.push({ kind: row.entryObjectKind, sentence, isSure: row.verdict === 'INTERNET' })
  }
  const surestFirst = (entries: readonly Found[]) =>
    entries.toSorted((a, b) => Number(b.isSure) - Number(a.isSure)).map(({ kind, sentence }) => ({ kind, sentence }))
  return new Map([...found].map(([key, entries]) => [key, surestFirst(entries)]))
}

interface Found extends ExposureEntry {
  readonly isSure: boolean
}

async function* openRows(db: Database['db'], uid: string) {
  const { id, namespace, workloadKind, workloadName, entryObjectKind, sentence, verdict } = exposure
  for (let after = ''; ; ) {
    const rows = await db
      .select({ id, namespace, workloadKind, workloadName, entryObjectKind, sentence, verdict })
      .from(exposure)
      .where(
        and(
          eq(exposure.cluster, uid),
          eq(exposure.state, 'OPEN'),
          inArray(verdict, [...OPEN_VERDICTS]),
          ne(exposure.workload, ''),
          gt(id, after),
        ),
      )
      .orderBy(asc(id))
      .limit(ROWS_A_READ)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return
    after = last.id
  }
}
