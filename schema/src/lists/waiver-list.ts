import { waiver } from '@breakwater/drizzle/tables/risk.ts'
import { type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { Waiver } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, is, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'

export const WaiverFilter = builder.inputType('WaiverFilter', {
  description: 'Which waivers. All that is given must hold.',
  fields: (t) => ({
    ended: t.boolean({ description: 'Whether somebody ended it.' }),
    dead: t.boolean({ description: 'Whether it is in force and hides nothing.' }),
    owner: t.string({ description: 'Who answers for it.' }),
    text: t.string({
      description: "Text anywhere in the id, rule, kind, asset's name, reason or owner, in whatever case.",
    }),
  }),
})

export const waiverList = defineList({
  name: 'Waiver',
  plural: 'waivers',
  row: Waiver,
  table: waiver,
  filter: WaiverFilter,
  where: (filter) => [
    is(waiver.ended, filter.ended),
    dead(filter.dead),
    oneOf(waiver.owner, filter.owner ? [filter.owner] : undefined),
    containsText(filter.text, waiver.id, waiver.rule, waiver.kind, waiver.assetName, waiver.reason, waiver.owner),
  ],
  visible: (viewer) => visibleTo(viewer, waiver),
  orders: {
    UNTIL: { description: 'By when it runs out.', by: by(waiver, 'until') },
    OWNER: { description: 'By owner.', by: by(waiver, 'owner') },
    CREATED: { description: 'By when it was written.', by: by(waiver, 'createdAt') },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
  key: by(waiver, 'id'),
})

function dead(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  const isDead = sql`(not ${waiver.ended} and ${waiver.until} > now() and ${waiver.hides} = 0)`
  return wanted ? isDead : sql`not ${isDead}`
}
