import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, customType, integer, jsonb, text, timestamp } from 'drizzle-orm/pg-core'

/** Text that is sorted: bytewise on every database, whatever its locale, so that keyset cursors mean the same everywhere. */
export const sortedText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' })

/** A column of an enum, in an index that a list is sorted by, and in a filter that is to use it. */
export const bytewise = (column: AnyPgColumn): SQL => sql`${column} collate "C"`

/**
 * JSON as text, for what is written often, read whole and never looked into by SQL: half the time of jsonb to write, for the database
 * neither takes it apart nor puts it together again.
 */
export const jsonText = customType<{ data: Record<string, unknown>; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text) => JSON.parse(text),
})

/** A PostgreSQL transaction id of 64 bits, as text: it does not fit a JavaScript number. */
export const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

/** A moment in milliseconds: what a JavaScript Date can hold, so that a cursor made from one finds its row again. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' })

/**
 * Where a row belongs; what a viewer may see is decided by these three alone. Empty where it does not apply:
 * a node has no namespace, a cluster no registry.
 */
export const scope = () => ({
  cluster: sortedText().notNull().default(sql`''`),
  namespace: sortedText().notNull().default(sql`''`),
  registry: sortedText().notNull().default(sql`''`),
})

/**
 * What every synchronised asset has. `id` is its natural key, stable over syncs. A row that is gone stays as history:
 * `present` is false and `lastSeenAt` tells when; of a present row, its cluster's last complete sync of the kind does.
 */
export const asset = () => ({
  id: sortedText().primaryKey(),
  ...scope(),
  name: sortedText().notNull(),
  uid: text(),
  labels: jsonb().$type<Record<string, string>>().notNull().default({}),
  contentHash: text().notNull(),
  createdAt: moment(),
  firstSeenAt: moment().notNull(),
  lastSeenAt: moment(),
  present: boolean().notNull().default(true),
})

/**
 * The open, unwaived risks of an asset and of all that is in it, by priority: a copy of its row of `asset_risk`, which is written
 * together with that one, so that an index can give a list in the order of them. As visible as the asset: what is in it is in the
 * same cluster and namespace.
 */
export const risks = () => ({
  riskHigh: integer().notNull().default(0),
  riskMedium: integer().notNull().default(0),
  riskLow: integer().notNull().default(0),
  atRisk: boolean().notNull().default(false),
})
