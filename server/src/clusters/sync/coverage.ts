import type { COVERAGE_REASONS } from '@breakwater/drizzle/tables/cluster.ts'
import { coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq, sql } from 'drizzle-orm'
import { KINDS } from '../../kubernetes/kinds.ts'
import type { CoverageGap, KindVersions, SourceError } from '../source.ts'
import type { Sync } from './sync.ts'
import { writing } from './writing.ts'

export type CoverageReason = (typeof COVERAGE_REASONS)[number]

/** What is known of a kind before it is read: the end of its last complete listing. */
export type CoverageBefore = ReadonlyMap<string, Date | null>

/** Reads what was covered, and makes a row for each kind that was never read. */
export async function openCoverage(sync: Sync): Promise<CoverageBefore> {
  await writing(sync, async (tx) => {
    const rows = KINDS.map(({ kind, optional }) => ({
      cluster: sync.cluster,
      kind,
      optional: optional === true,
      reason: 'NOT_YET_READ' as const,
      message: 'Not read yet.',
      updatedAt: sync.startedAt,
    }))
    await tx.insert(coverage).values(rows).onConflictDoNothing()
  })
  const rows = await sync.database.db.select().from(coverage).where(eq(coverage.cluster, sync.cluster))
  return new Map(rows.map(({ kind, lastCompleteAt }) => [kind, lastCompleteAt]))
}

/** A kind was listed to its end. What was left out of it is said in the message. */
export async function coverComplete(
  sync: Sync,
  kind: string,
  objects: number,
  versions: KindVersions | undefined,
): Promise<void> {
  const now = new Date()
  const left = leftOut(sync, kind)
  await cover(sync, kind, {
    reason: 'COMPLETE',
    ...left,
    ...versionColumns(sync, kind, versions),
    objects,
    lastCompleteAt: now,
    updatedAt: now,
  })
}

/** What the source does not tell of its versions, the objects do. */
function versionColumns({ picture }: Sync, kind: string, versions: KindVersions | undefined) {
  return {
    apiVersion: versions?.chosen || picture.versions.readIn(kind),
    servedVersions: [...(versions?.served ?? [])],
    writtenVersions: picture.versions.writtenIn(kind),
  }
}

/** A kind could not be seen. `objects` is 0 where none can be there, else the number of before is kept. */
export async function coverGap(sync: Sync, kind: string, gap: CoverageGap, objects?: number): Promise<void> {
  const { reason, message, advice } = gap
  await cover(sync, kind, {
    reason,
    message,
    advice,
    ...(reason === 'NOT_SERVED' ? { apiVersion: '', servedVersions: [], writtenVersions: [] } : {}),
    ...(objects === undefined ? {} : { objects }),
    updatedAt: new Date(),
  })
}

/** The gap that a failed listing leaves. */
export function gapOf(error: SourceError): CoverageGap {
  const { code, message, advice } = error
  if (code === 'FORBIDDEN') return { reason: 'FORBIDDEN', message, advice }
  if (code === 'NOT_FOUND') return { reason: 'NOT_SERVED', message, advice }
  return { reason: 'FAILED', message, advice }
}

async function cover(sync: Sync, kind: string, values: Partial<typeof coverage.$inferInsert>): Promise<void> {
  await writing(sync, async (tx) => {
    await tx
      .update(coverage)
      .set(values)
      .where(and(eq(coverage.cluster, sync.cluster), eq(coverage.kind, kind), sql`${coverage.namespace} = ''`))
  })
}

const WORDS = {
  NAMELESS: 'without a usable name',
  TOO_LARGE: 'larger than Kubernetes allows',
  TOO_DEEP: 'nested too deeply',
  NOT_STORABLE: 'that the database refused',
} as const

function leftOut({ picture }: Sync, kind: string): { message: string; advice: string } {
  const refused = [...(picture.refused.get(kind) ?? [])]
  if (refused.length === 0) return { message: '', advice: '' }
  const parts = refused.map(([why, count]) => `${count} ${WORDS[why]}`)
  return {
    message: `Left out: ${parts.join(', ')}.`,
    advice: 'Look at these objects: Kubernetes itself does not make such.',
  }
}
