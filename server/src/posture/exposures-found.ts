import type { Database } from '@breakwater/drizzle/database.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { analysis } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm'
import type { ExposureEntry } from './facts.ts'

/** From where anybody comes in, or from where nothing is known that keeps him out. Who limits the sources has done what is asked of him. */
const OPEN_VERDICTS = ['INTERNET', 'POSSIBLE'] as const
const MOST_ROWS = 50_000

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
  const { namespace, workloadKind, workloadName, entryObjectKind, sentence, verdict } = exposure
  const rows = await db
    .select({ namespace, workloadKind, workloadName, entryObjectKind, sentence, verdict })
    .from(exposure)
    .where(
      and(
        eq(exposure.cluster, uid),
        eq(exposure.state, 'OPEN'),
        inArray(exposure.verdict, [...OPEN_VERDICTS]),
        ne(exposure.workload, ''),
      ),
    )
    .orderBy(desc(exposure.verdictRank), asc(exposure.id))
    .limit(MOST_ROWS)
  const found = new Map<string, ExposureEntry[]>()
  for (const row of rows) {
    const key = `${row.workloadKind}/${row.namespace}/${row.workloadName}`
    const entries = found.get(key) ?? []
    found.set(key, entries)
    const reached = row.verdict === 'INTERNET' ? 'is reached' : 'may be reached'
    entries.push({ kind: row.entryObjectKind, sentence: `It ${reached} from the internet: ${row.sentence}.` })
  }
  return found
}
