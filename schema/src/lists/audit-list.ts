import { audit } from '@breakwater/drizzle/tables/access.ts'
import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { builder } from '../builder.ts'
import { AuditEntry } from '../refs.ts'
import { forAdministrators } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'

export const AuditEntryFilter = builder.inputType('AuditEntryFilter', {
  description: 'Which entries of the audit trail. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    text: t.string({ description: 'Text anywhere in who, what, the target or the address, in whatever case.' }),
    actors: t.stringList({ description: 'Who did it, such as `token:ci`.' }),
    actions: t.stringList({ description: 'What was done, such as `connectCluster`.' }),
    results: t.stringList({ description: 'How it ended: `OK`, the code of why it was not done, or `STARTED`.' }),
    at: t.field({ type: DateTimeRange, description: 'When.' }),
  }),
})

export const auditList = defineList({
  name: 'AuditEntry',
  plural: 'entries of the audit trail',
  row: AuditEntry,
  table: audit,
  filter: AuditEntryFilter,
  where: (filter) => [
    containsText(filter.text, audit.actor, audit.action, audit.target, audit.address),
    oneOf(bytewise(audit.actor), filter.actors),
    oneOf(bytewise(audit.action), filter.actions),
    oneOf(bytewise(audit.result), filter.results),
    inTime(audit.at, filter.at),
  ],
  readers: { role: 'ADMINISTRATOR', what: 'read the audit trail' },
  visible: forAdministrators,
  orders: {
    TIME: { description: 'By when.', by: by(audit, 'at') },
    ACTOR: { description: 'By who, then when.', by: by(audit, 'actor', 'at') },
    ADDRESS: { description: 'By where from, then when.', by: by(audit, 'address', 'at') },
    ACTION: { description: 'By what was done, then when.', by: by(audit, 'action', 'at') },
    TARGET: { description: 'By to what, then when.', by: by(audit, 'target', 'at') },
    RESULT: { description: 'By how it ended, then when.', by: by(audit, 'result', 'at') },
  },
  defaultOrder: { field: 'TIME', direction: 'DESC' },
  key: by(audit, 'seq'),
})
