import { randomUUID } from 'node:crypto'
import { recordAudit } from '@breakwater/drizzle/audit.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { eq, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { decodeIdOf, encodeId } from '../ids.ts'
import { RegionGroup, type RegionGroupRow } from '../refs.ts'
import { RequestError } from '../services.ts'
import { MAX_REGION_GROUPS } from '../types/region.ts'
import { mutation } from './mutation.ts'

const MAX_REGIONS = 200
const MAX_NAME = 100

mutation({
  name: 'createRegionGroup',
  description: 'Adds a named group of regions to the switch.',
  role: 'ADMINISTRATOR',
  what: 'change region groups',
  input: (t) => ({
    name: t.string({ required: true, description: 'Its name; no other group has it.' }),
    regions: t.stringList({ required: true, description: 'Regions that belong to it.' }),
  }),
  payload: { regionGroup: { type: RegionGroup, description: 'The group.' } },
  run: async (input, context) => {
    const values = { name: checkedName(input.name), regions: checkedRegions(input.regions) }
    const group = await context.database.transaction(async (tx) => {
      const [{ groups, last } = { groups: 0, last: 0 }] = await tx
        .select({
          groups: sql<number>`count(*)`.mapWith(Number),
          last: sql<number>`coalesce(max(${regionGroup.position}), 0)`.mapWith(Number),
        })
        .from(regionGroup)
      if (groups >= MAX_REGION_GROUPS) {
        throw new RequestError('TOO_MANY', `There are ${groups} groups already. Delete one first.`)
      }
      await rejectTakenName(tx, values.name, undefined)
      const row: RegionGroupRow = { id: randomUUID(), ...values, position: last + 1 }
      await tx.insert(regionGroup).values(row)
      await record(tx, context, { action: 'createRegionGroup', operation: 'ADDED', after: row })
      return row
    })
    return { regionGroup: group }
  },
})

mutation({
  name: 'updateRegionGroup',
  description: 'Changes the name or the regions of a group.',
  role: 'ADMINISTRATOR',
  what: 'change region groups',
  input: (t) => ({
    regionGroup: t.id({ required: true, description: 'Id of the group.' }),
    name: t.string({ description: 'Its new name. Left as it is when not given.' }),
    regions: t.stringList({ description: 'Its new regions. Left as they are when not given.' }),
  }),
  payload: { regionGroup: { type: RegionGroup, description: 'The group.' } },
  run: async (input, context) => {
    const id = decodeIdOf('RegionGroup', input.regionGroup)
    const group = await context.database.transaction(async (tx) => {
      const before = await groupById(tx, id)
      const after: RegionGroupRow = {
        ...before,
        ...(typeof input.name === 'string' && { name: checkedName(input.name) }),
        ...(input.regions && { regions: checkedRegions(input.regions) }),
      }
      await rejectTakenName(tx, after.name, id)
      await tx.update(regionGroup).set({ name: after.name, regions: after.regions }).where(eq(regionGroup.id, id))
      await record(tx, context, { action: 'updateRegionGroup', operation: 'MODIFIED', before, after })
      return after
    })
    return { regionGroup: group }
  },
})

mutation({
  name: 'deleteRegionGroup',
  description: 'Takes a group off the switch. Clusters keep their regions.',
  role: 'ADMINISTRATOR',
  what: 'change region groups',
  input: (t) => ({ regionGroup: t.id({ required: true, description: 'Id of the group.' }) }),
  payload: { deletedRegionGroupId: { type: 'ID', description: 'Id of the group that is gone.' } },
  run: async (input, context) => {
    const id = decodeIdOf('RegionGroup', input.regionGroup)
    await context.database.transaction(async (tx) => {
      const before = await groupById(tx, id)
      await tx.delete(regionGroup).where(eq(regionGroup.id, id))
      await record(tx, context, { action: 'deleteRegionGroup', operation: 'REMOVED', before })
    })
    return { deletedRegionGroupId: encodeId('RegionGroup', id) }
  },
})

function checkedName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= MAX_NAME) return trimmed
  throw new RequestError('INVALID', `A name has 1 to ${MAX_NAME} characters.`, ['name'])
}

function checkedRegions(regions: readonly string[]): string[] {
  const distinct = [...new Set(regions.map((region) => region.trim()).filter((region) => region !== ''))]
  if (distinct.length <= MAX_REGIONS) return distinct
  throw new RequestError('INVALID', `A group has at most ${MAX_REGIONS} regions.`, ['regions'])
}

async function groupById(tx: Queries, id: string): Promise<RegionGroupRow> {
  const [row] = await tx.select().from(regionGroup).where(eq(regionGroup.id, id)).for('update')
  if (row) return row
  throw new RequestError('NOT_FOUND', 'There is no such group. It may have been deleted.', ['regionGroup'])
}

async function rejectTakenName(tx: Queries, name: string, own: string | undefined): Promise<void> {
  const [other] = await tx.select({ id: regionGroup.id }).from(regionGroup).where(eq(regionGroup.name, name))
  if (!other || other.id === own) return
  throw new RequestError('NAME_TAKEN', `There is a group "${name}" already. Choose another name.`, ['name'])
}

interface Recorded {
  readonly action: string
  readonly operation: 'ADDED' | 'MODIFIED' | 'REMOVED'
  readonly before?: RegionGroupRow
  readonly after?: RegionGroupRow
}

/** The event and the audit row of a change, in its transaction. */
async function record(tx: Queries, context: Context, { action, operation, before, after }: Recorded): Promise<void> {
  const row = after ?? before
  if (!row) return
  await recordChanges(tx, [
    { type: 'RegionGroup', node: row.id, operation, old: filterable(before), new: filterable(after) },
  ])
  await recordAudit(tx, context.viewer, { action, target: row.name })
}

function filterable(row: RegionGroupRow | undefined): Record<string, unknown> | undefined {
  return row && { name: row.name, regions: row.regions }
}
