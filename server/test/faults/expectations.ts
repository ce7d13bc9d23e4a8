import { expect } from 'vitest'
import { KINDS } from '../../src/kubernetes/kinds.ts'
import type { FaultWorld, Picture } from './fault-world.ts'

/** What a sync that met a fault may have done, kind by kind. */
export interface Met {
  /** Before it. */
  readonly before: Picture
  /** Kinds of which a page could not be read. */
  readonly failed: ReadonlySet<string>
  /** Kinds that were not asked for any more. */
  readonly notReached?: ReadonlySet<string>
}

/** Kinds that were read are as they are in the cluster; of others nothing went, and what is stored is of before or of now. */
export async function expectRowsRight(faults: FaultWorld, { before, failed, notReached }: Met): Promise<void> {
  const { wanted } = faults
  const now = await faults.picture()
  for (const { kind } of KINDS) {
    if (failed.has(kind)) expectNothingGone(kind, now, before, wanted)
    else expect(rowsOf(now, kind), kind).toEqual(rowsOf(notReached?.has(kind) ? before : wanted, kind))
  }
  const present = new Set([...now.values()].flatMap((rows) => [...rows.keys()]))
  expect((await faults.removed()).filter((id) => present.has(id))).toEqual([])
}

function expectNothingGone(kind: string, now: Picture, before: Picture, wanted: Picture): void {
  const [rows, old, fresh] = [now, before, wanted].map((picture) => rowsOf(picture, kind))
  expect(Object.keys(rows ?? {}), kind).toEqual(expect.arrayContaining(Object.keys(old ?? {})))
  for (const [id, row] of Object.entries(rows ?? {})) {
    // What came meanwhile may be known by what it owns only.
    if (old?.[id] === undefined) expect(Object.keys(fresh ?? {}), kind).toContain(id)
    else expect([old[id], fresh?.[id]], `${kind} ${id}`).toContain(row)
  }
}

function rowsOf(picture: Picture, kind: string): Record<string, string> {
  return Object.fromEntries(picture.get(kind) ?? [])
}

/** Coverage and the cluster's state name what failed, with a cause and advice. */
export async function expectFailuresSaid(faults: FaultWorld, failed: ReadonlySet<string>): Promise<void> {
  const coverage = await faults.coverage()
  for (const { kind, optional } of KINDS) {
    const { reason, message, advice } = coverage.get(kind) ?? {}
    if (failed.has(kind)) {
      expect([kind, reason]).toEqual([kind, 'FAILED'])
      expect(message, kind).not.toBe('')
      expect(advice, kind).not.toBe('')
    } else expect([kind, reason]).toEqual([kind, optional ? 'NOT_SERVED' : 'COMPLETE'])
  }
  expect(await faults.world.clusterRow(faults.row)).toMatchObject({
    state: 'DEGRADED',
    stateCause: expect.stringMatching(/^Not read: .+\. .+/),
    stateAdvice: expect.stringMatching(/.+/),
  })
}

/** The cluster is shown as it is, and no trace of a fault is left. */
export async function expectAllRight(faults: FaultWorld): Promise<void> {
  expect(await faults.picture()).toEqual(faults.wanted)
  for (const { kind, reason, message, optional } of (await faults.coverage()).values()) {
    if (!optional) expect([kind, reason, message]).toEqual([kind, 'COMPLETE', ''])
  }
  expect(await faults.world.clusterRow(faults.row)).toMatchObject({ state: 'RUNNING', stateCause: null })
}
