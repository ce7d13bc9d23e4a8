import { regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, ne } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { encodeId } from '../ids.ts'
import { Node, RegionGroup } from '../refs.ts'
import { isScoped, visibleRegionGroups, visibleTo } from '../visible.ts'

/** Region groups that are kept at most, and regions that are shown at most. */
export const MAX_REGION_GROUPS = 100
const MAX_REGIONS = 1_000

RegionGroup.implement({
  description: 'Regions under one name, for the switch at the top of the dashboard.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: (group) => encodeId('RegionGroup', group.id) }),
    name: t.exposeString('name', { description: 'Its name.' }),
    regions: t.stringList({
      description: 'Regions that belong to it; for a viewer with a scope, those with a cluster that they see.',
      resolve: async ({ regions }, _args, context) => {
        if (!isScoped(context.viewer)) return regions
        const seen = await visibleRegions(context)
        return regions.filter((region) => seen.includes(region))
      },
    }),
  }),
})

builder.queryFields((t) => ({
  regions: t.stringList({
    description: 'Regions that clusters are in, sorted.',
    resolve: (_root, _args, context) => visibleRegions(context),
  }),
  regionGroups: t.field({
    type: [RegionGroup],
    description: 'Named groups of regions, in the order of the switch.',
    resolve: (_root, _args, context) =>
      context.database.db
        .select()
        .from(regionGroup)
        .where(visibleRegionGroups(context.viewer))
        .orderBy(asc(regionGroup.position), asc(regionGroup.name))
        .limit(MAX_REGION_GROUPS),
  }),
}))

async function visibleRegions(context: Context): Promise<string[]> {
  const rows = await context.database.db
    .selectDistinct({ region: cluster.region })
    .from(cluster)
    .where(and(ne(cluster.region, ''), visibleTo(context.viewer, cluster)))
    .orderBy(asc(cluster.region))
    .limit(MAX_REGIONS)
  return rows.map((row) => row.region)
}
