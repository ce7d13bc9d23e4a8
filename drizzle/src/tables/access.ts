import { sql } from 'drizzle-orm'
import { bigint, boolean, index, jsonb, snakeCase, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytewise, moment, scope, sortedText } from './columns.ts'

export const ROLES = ['VIEWER', 'OPERATOR', 'ADMINISTRATOR'] as const

/** What somebody may do and see. Of the scope, null is no limit; an administrator has none. */
const rights = () => ({
  role: text({ enum: ROLES }).notNull().default('ADMINISTRATOR'),
  clusters: text().array(),
  namespaces: text().array(),
  registries: text().array(),
})

/** A one-time code of a login link. Only its SHA-256 is kept. */
export const loginCode = snakeCase.table('login_code', {
  hash: text().primaryKey(),
  expiresAt: moment().notNull(),
  /** Of the session that it opens. */
  name: text().notNull().default('session'),
  ...rights(),
})

/** A browser that is logged in. Only the SHA-256 of its cookie is kept. */
export const session = snakeCase.table('session', {
  hash: text().primaryKey(),
  /** Names it where its secret must not be known. */
  id: sortedText().notNull().unique().default(sql`gen_random_uuid()::text`),
  name: sortedText().notNull().default(sql`'session'`),
  ...rights(),
  /** Where it was opened from. */
  address: text().notNull().default(''),
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
  ...rights(),
  createdAt: moment().notNull(),
  /** Who made it, as audit rows name them. */
  createdBy: text().notNull().default(''),
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
    /** Where the request came from; empty for the command line and for what the server does by itself. */
    address: text().notNull().default(''),
    /** The mutation's name, such as `connectCluster`. */
    action: text().notNull(),
    ...scope(),
    target: text().notNull().default(''),
    result: text().notNull().default('OK'),
    details: jsonb().$type<Record<string, string | number | boolean | null>>().notNull().default({}),
  },
  (t) => [
    index('audit_at').on(t.at),
    // An order that the list has is an index each.
    index('audit_by_actor').on(bytewise(t.actor), t.at, t.seq),
    index('audit_by_address').on(bytewise(t.address), t.at, t.seq),
    index('audit_by_action').on(bytewise(t.action), t.at, t.seq),
    index('audit_by_target').on(bytewise(t.target), t.at, t.seq),
    index('audit_by_result').on(bytewise(t.result), t.at, t.seq),
  ],
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

/** What somebody wants to find again: a list with its filter, order and columns. */
export const savedView = snakeCase.table(
  'saved_view',
  {
    id: sortedText().primaryKey(),
    /** The list's page, such as `workloads`. */
    list: sortedText().notNull(),
    name: sortedText().notNull(),
    /** Filter and order as the page's address holds them, without a leading question mark. */
    query: text().notNull().default(''),
    /** Columns in their order; empty: those of the page. */
    columns: text().array().notNull().default([]),
    /** Seen and used by everybody; changed by its owner and administrators. */
    shared: boolean().notNull().default(false),
    /** As audit rows name them. */
    owner: text().notNull(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [uniqueIndex('saved_view_name').on(t.owner, t.list, t.name)],
)

/** A link to one download, good once. Only the SHA-256 of its secret is kept. */
export const downloadLink = snakeCase.table('download_link', {
  hash: text().primaryKey(),
  /** Id of the token or session that made it; what it holds is decided by what that may see when the link is used. */
  maker: text().notNull(),
  /** What is downloaded: list, filter, order and format. */
  request: jsonb().$type<Record<string, unknown>>().notNull(),
  expiresAt: moment().notNull(),
})
