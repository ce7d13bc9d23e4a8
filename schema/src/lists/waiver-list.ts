import { waiver } from '@breakwater/drizzle/tables/risk.ts'
import { type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { RiskKind } from '../enums/risk.ts'
import { Waiver } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, is, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by, computed } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'

export const WaiverFilter = builder.inputType('WaiverFilter', {
  description: 'Which waivers. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    ended: t.boolean({ description: 'Whether somebody ended it.' }),
    dead: t.boolean({ description: 'Whether it is in force and hides nothing.' }),
    kinds: t.field({ type: [RiskKind], description: 'Kinds of risks that they name.' }),
    rules: t.stringList({ description: 'Rules or CVEs that they name.' }),
    assetNames: t.stringList({ description: 'Names of assets that they name, as written in them.' }),
    owner: t.string({ description: 'Who answers for it.' }),
    owners: t.stringList({ description: 'Those who answer for them.' }),
    until: t.field({ type: DateTimeRange, description: 'When it runs out.' }),
    hides: t.field({ type: IntRange, description: 'How many open risks it hides now.' }),
    created: t.field({ type: DateTimeRange, description: 'When it was written.' }),
    createdBy: t.stringList({ description: 'Those who wrote them.' }),
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
    oneOf(waiver.kind, filter.kinds),
    oneOf(waiver.rule, filter.rules),
    oneOf(waiver.assetName, filter.assetNames),
    oneOf(waiver.owner, filter.owner ? [filter.owner] : undefined),
    oneOf(waiver.owner, filter.owners),
    inTime(waiver.until, filter.until),
    inRange(waiver.hides, filter.hides),
    inTime(waiver.createdAt, filter.created),
    oneOf(waiver.createdBy, filter.createdBy),
    containsText(filter.text, waiver.id, waiver.rule, waiver.kind, waiver.assetName, waiver.reason, waiver.owner),
  ],
  visible: (viewer) => visibleTo(viewer, waiver),
  orders: {
    TARGET: {
      description: "By what it is for: kind, then rule, then the asset's name; what it leaves open first.",
      by: [computed('text', sql`coalesce(${waiver.kind}, '')`), ...by(waiver, 'rule', 'assetName')],
    },
    REASON: { description: 'By reason.', by: by(waiver, 'reason') },
    HIDES: {
      description: 'By number of open risks that it hides now; ended ones stand below none.',
      by: [computed('integer', sql`case when ${waiver.ended} then -1 else ${waiver.hides} end`)],
    },
    CREATED_BY: { description: 'By who wrote it.', by: by(waiver, 'createdBy') },
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
