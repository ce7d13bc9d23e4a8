import { imageUse } from '@breakwater/drizzle/tables/asset.ts'
import { type SQL, sql } from 'drizzle-orm'
import { integer, snakeCase, text } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { wasLookedAt } from '../looked-at.ts'
import { ImageInUse } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { IntRange, inRange } from './ranges.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ImageInUseFilter = builder.inputType('ImageInUseFilter', {
  description: 'Which images in use. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where they are used, and from which registries they come.' }),
    text: t.string({ description: 'Text anywhere in the reference or digest, in whatever case.' }),
    digests: t.field({ type: ['Digest'], description: 'Digests.' }),
    atRisk: t.boolean({
      description: 'Whether it is at risk. What runs only in clusters that were not analyzed is neither.',
    }),
    containers: t.field({ type: IntRange, description: 'How many containers use it within the scope.' }),
    namespaces: t.field({ type: IntRange, description: 'How many namespaces it is used in within the scope.' }),
    clusters: t.field({ type: IntRange, description: 'How many clusters it is used in within the scope.' }),
  }),
})

/** Not a table: the columns of the roll-up summed over the places where an image is used. */
const imageInUse = snakeCase.table('image_in_use', {
  image: text().notNull(),
  reference: text().notNull(),
  containers: integer().notNull(),
  namespaces: integer().notNull(),
  clusters: integer().notNull(),
})

export const imageInUseList = defineList({
  name: 'ImageInUse',
  plural: 'images in use',
  row: ImageInUse,
  table: imageInUse,
  source: summedByImage,
  filter: ImageInUseFilter,
  where: (filter) => [
    withinScope(filter.scope, imageUse),
    containsText(filter.text, imageUse.reference, imageUse.image),
    oneOf(imageUse.image, filter.digests),
    atRisk(filter.atRisk),
  ],
  having: (filter) => [
    inRange(imageInUse.containers, filter.containers),
    inRange(imageInUse.namespaces, filter.namespaces),
    inRange(imageInUse.clusters, filter.clusters),
  ],
  visible: (viewer) => visibleTo(viewer, imageUse),
  orders: {
    IMAGE: { description: 'By reference.', by: by(imageInUse, 'reference') },
    DIGEST: { description: 'By digest; by reference while that is not known.', by: by(imageInUse, 'image') },
    CONTAINERS: { description: 'By number of containers.', by: by(imageInUse, 'containers') },
    NAMESPACES: { description: 'By number of namespaces.', by: by(imageInUse, 'namespaces') },
    CLUSTERS: { description: 'By number of clusters.', by: by(imageInUse, 'clusters') },
  },
  defaultOrder: { field: 'IMAGE', direction: 'ASC' },
  key: by(imageInUse, 'image'),
})

function atRisk(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  if (wanted) return sql`${imageUse.atRisk}`
  return sql`(not ${imageUse.atRisk} and ${wasLookedAt('Image', imageUse.cluster)})`
}

function summedByImage(conditions: SQL | undefined): SQL {
  return sql`(
    select ${imageUse.image} as image, min(${imageUse.reference}) as reference, sum(${imageUse.containers})::int as containers,
      count(distinct (${imageUse.cluster}, ${imageUse.namespace}))::int as namespaces,
      count(distinct ${imageUse.cluster})::int as clusters
    from ${imageUse} where ${conditions ?? sql`true`} group by ${imageUse.image}
  ) as ${imageInUse}`
}
