import { imageUse } from '@breakwater/drizzle/tables/asset.ts'
import { type SQL, sql } from 'drizzle-orm'
import { integer, snakeCase, text } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { ImageInUse } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ImageInUseFilter = builder.inputType('ImageInUseFilter', {
  description: 'Which images in use. All that is given must hold.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where they are used, and from which registries they come.' }),
    text: t.string({ description: 'Text anywhere in the reference or digest, in whatever case.' }),
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
  ],
  visible: (viewer) => visibleTo(viewer, imageUse),
  orders: {
    IMAGE: { description: 'By reference.', by: by(imageInUse, 'reference') },
    CONTAINERS: { description: 'By number of containers.', by: by(imageInUse, 'containers') },
  },
  defaultOrder: { field: 'IMAGE', direction: 'ASC' },
  key: by(imageInUse, 'image'),
})

function summedByImage(conditions: SQL | undefined): SQL {
  return sql`(
    select ${imageUse.image} as image, min(${imageUse.reference}) as reference, sum(${imageUse.containers})::int as containers,
      count(distinct (${imageUse.cluster}, ${imageUse.namespace}))::int as namespaces,
      count(distinct ${imageUse.cluster})::int as clusters
    from ${imageUse} where ${conditions ?? sql`true`} group by ${imageUse.image}
  ) as ${imageInUse}`
}
