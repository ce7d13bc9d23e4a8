import { bigint, index, jsonb, snakeCase, text } from 'drizzle-orm/pg-core'
import { moment, scope, sortedText } from './columns.ts'

/** A one-time code of a login link. Only its SHA-256 is kept. */
export const loginCode = snakeCase.table('login_code', {
  hash: text().primaryKey(),
  expiresAt: moment().notNull(),
})

/** A browser that is logged in. Only the SHA-256 of its cookie is kept. */
export const session = snakeCase.table('session', {
  hash: text().primaryKey(),
  createdAt: moment().notNull(),
  expiresAt: moment().notNull(),
  lastUsedAt: moment().notNull(),
  userAgent: text().notNull().default(''),
})

/** A token for programs. Only its SHA-256 is kept; it is shown once. */
export const token = snakeCase.table('token', {
  id: sortedText().primaryKey(),
  name: sortedText().notNull().unique(),
  hash: text().notNull().unique(),
  createdAt: moment().notNull(),
  /** Null: until it is revoked. */
  expiresAt: moment(),
  lastUsedAt: moment(),
})

/** Who did what: one row a mutation, in the mutation's own transaction. Never a secret. */
export const audit = snakeCase.table(
  'audit',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    actor: text().notNull(),
    /** The mutation's name, such as `connectCluster`. */
    action: text().notNull(),
    ...scope(),
    target: text().notNull().default(''),
    result: text().notNull().default('OK'),
    details: jsonb().$type<Record<string, string | number | boolean | null>>().notNull().default({}),
  },
  (t) => [index('audit_at').on(t.at)],
)

/** Settings that were changed in the dashboard; what is not here comes from the configuration. */
export const setting = snakeCase.table('setting', {
  name: text().primaryKey(),
  value: jsonb().notNull(),
  updatedAt: moment().notNull(),
  updatedBy: text().notNull(),
})

/** Named, editable groups of regions for the switch in the top bar. */
export const regionGroup = snakeCase.table('region_group', {
  id: sortedText().primaryKey(),
  name: sortedText().notNull().unique(),
  /** Regions that belong to it. A cluster whose region is in none is in *All regions* only. */
  regions: text().array().notNull(),
  position: bigint({ mode: 'number' }).notNull().default(0),
})
