import { token } from '@breakwater/drizzle/tables/access.ts'
import { type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { Role } from '../enums/access.ts'
import { Token } from '../refs.ts'
import { forAdministrators } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by, computed } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'

export const TokenFilter = builder.inputType('TokenFilter', {
  description: 'Which tokens. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    text: t.string({ description: 'Text anywhere in the name or in who made it, in whatever case.' }),
    roles: t.field({ type: [Role], description: 'Roles.' }),
    expired: t.boolean({ description: 'Whether it has run out.' }),
    created: t.field({ type: DateTimeRange, description: 'When it was made.' }),
    lastUsed: t.field({ type: DateTimeRange, description: 'When it was last used; before all times when never.' }),
  }),
})

const lastUsed = sql`coalesce(${token.lastUsedAt}, 'epoch')`
/** A moment that PostgreSQL and JavaScript both can tell, after all that anybody gives. */
const expires = sql`coalesce(${token.expiresAt}, '9999-12-31T00:00:00Z')`

export const tokenList = defineList({
  name: 'Token',
  plural: 'tokens',
  row: Token,
  table: token,
  filter: TokenFilter,
  where: (filter) => [
    containsText(filter.text, token.name, token.createdBy),
    oneOf(token.role, filter.roles),
    expired(filter.expired),
    inTime(token.createdAt, filter.created),
    inTime(lastUsed, filter.lastUsed),
  ],
  readers: { role: 'ADMINISTRATOR', what: 'read tokens' },
  visible: forAdministrators,
  orders: {
    NAME: { description: 'By name.', by: by(token, 'name') },
    ROLE: { description: 'By role.', by: by(token, 'role') },
    CREATED: { description: 'By when it was made.', by: by(token, 'createdAt') },
    LAST_USED: { description: 'By when it was last used; never first.', by: [computed('timestamptz', lastUsed)] },
    EXPIRES: { description: 'By when it runs out; never last.', by: [computed('timestamptz', expires)] },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(token, 'id'),
})

function expired(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? sql`${expires} <= now()` : sql`${expires} > now()`
}
