import { session } from '@breakwater/drizzle/tables/access.ts'
import { and, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { Role } from '../enums/access.ts'
import { Session } from '../refs.ts'
import { forAdministrators } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'

export const SessionFilter = builder.inputType('SessionFilter', {
  description: 'Which sessions. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    text: t.string({ description: 'Text anywhere in the name, address or browser, in whatever case.' }),
    roles: t.field({ type: [Role], description: 'Roles.' }),
    created: t.field({ type: DateTimeRange, description: 'When it was opened.' }),
    lastUsed: t.field({ type: DateTimeRange, description: 'When it was last used.' }),
  }),
})

/** Browsers that are logged in; what has run out is not told. */
export const sessionList = defineList({
  name: 'Session',
  plural: 'sessions',
  row: Session,
  table: session,
  filter: SessionFilter,
  where: (filter) => [
    containsText(filter.text, session.name, session.address, session.userAgent),
    oneOf(session.role, filter.roles),
    inTime(session.createdAt, filter.created),
    inTime(session.lastUsedAt, filter.lastUsed),
  ],
  readers: { role: 'ADMINISTRATOR', what: 'read sessions' },
  visible: (viewer) => and(forAdministrators(viewer), sql`${session.expiresAt} > now()`),
  orders: {
    NAME: { description: 'By name.', by: by(session, 'name') },
    ROLE: { description: 'By role.', by: by(session, 'role') },
    ADDRESS: { description: 'By where it was opened from.', by: by(session, 'address') },
    CREATED: { description: 'By when it was opened.', by: by(session, 'createdAt') },
    LAST_USED: { description: 'By when it was last used.', by: by(session, 'lastUsedAt') },
    EXPIRES: { description: 'By when it ends by itself.', by: by(session, 'expiresAt') },
  },
  defaultOrder: { field: 'LAST_USED', direction: 'DESC' },
  key: by(session, 'id'),
})
