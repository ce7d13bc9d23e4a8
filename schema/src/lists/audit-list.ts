import { audit } from '@breakwater/drizzle/tables/access.ts'
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
    oneOf(audit.actor, filter.actors),
    oneOf(audit.action, filter.actions),
    oneOf(audit.result, filter.results),
    inTime(audit.at, filter.at),
  ],
  readers: { role: 'ADMINISTRATOR', what: 'read the audit trail' },
  visible: forAdministrators,
  orders: {
    TIME: { description: 'By when.', by: by(audit, 'at') },
    ACTOR: { description: 'By who.', by: by(audit, 'actor') },
    ADDRESS: { description: 'By where from.', by: by(audit, 'address') },
    ACTION: { description: 'By what was done.', by: by(audit, 'action') },
    TARGET: { description: 'By to what.', by: by(audit, 'target') },
    RESULT: { description: 'By how it ended.', by: by(audit, 'result') },
  },
  defaultOrder: { field: 'TIME', direction: 'DESC' },
  key: by(audit, 'seq'),
})
