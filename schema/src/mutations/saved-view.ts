import { randomUUID } from 'node:crypto'
import { recordAudit } from '@breakwater/drizzle/audit.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { savedView } from '@breakwater/drizzle/tables/access.ts'
import { and, eq, sql } from 'drizzle-orm'
import { requireRole } from '../access.ts'
import type { Context } from '../context.ts'
import { decodeIdOf, encodeId } from '../ids.ts'
import { SavedView, type SavedViewRow } from '../refs.ts'
import { mayChange, ownerOf, visibleView } from '../saved-views.ts'
import { RequestError } from '../services.ts'
import { mutation } from './mutation.ts'

const MOST_VIEWS = 200
const MOST_NAME_CHARACTERS = 100
const MOST_QUERY_CHARACTERS = 8_000
const MOST_COLUMNS = 100

mutation({
  name: 'saveView',
  description: 'Saves a list with its filter, order and columns under a name. Only operators may share it.',
  role: 'VIEWER',
  what: 'save views',
  input: (t) => ({
    list: t.string({ required: true, description: 'Name of the list, such as `workloads`.' }),
    name: t.string({ required: true, description: 'A name that none of your own views of this list has.' }),
    query: t.string({ required: true, description: "Filter and order, as the address of the list's page holds them." }),
    columns: t.stringList({ description: 'Columns in their order; those of the page when not given.' }),
    shared: t.boolean({ description: 'Whether everybody sees it; only you when not given.' }),
  }),
  payload: { savedView: { type: SavedView, description: 'The view.' } },
  run: async (input, context) => {
    const now = new Date()
    const row: SavedViewRow = {
      id: randomUUID(),
      list: checkedList(input.list),
      name: checkedName(input.name),
      query: checkedQuery(input.query),
      columns: checkedColumns(input.columns ?? []),
      shared: input.shared ?? false,
      owner: ownerOf(context.viewer),
      createdAt: now,
      updatedAt: now,
    }
    if (row.shared) requireRole(context.viewer, 'OPERATOR', 'share views')
    await context.database.transaction(async (tx) => {
      const [{ views } = { views: 0 }] = await tx
        .select({ views: sql<number>`count(*)`.mapWith(Number) })
        .from(savedView)
        .where(eq(savedView.owner, row.owner))
      if (views >= MOST_VIEWS) throw new RequestError('TOO_MANY', `You have ${views} views already. Delete one first.`)
      await rejectTakenName(tx, row)
      await tx.insert(savedView).values(row)
      await record(tx, context, { action: 'saveView', operation: 'ADDED', after: row })
    })
    return { savedView: row }
  },
})

mutation({
  name: 'updateView',
  description:
    'Changes a saved view: one of your own, or as an administrator a shared one. Only operators may share it.',
  role: 'VIEWER',
  what: 'change views',
  input: (t) => ({
    view: t.id({ required: true, description: 'Id of the view.' }),
    name: t.string({ description: 'Its new name. Left as it is when not given.' }),
    query: t.string({ description: 'Its new filter and order. Left as they are when not given.' }),
    columns: t.stringList({ description: 'Its new columns. Left as they are when not given.' }),
    shared: t.boolean({ description: 'Whether everybody sees it. Left as it is when not given.' }),
  }),
  payload: { savedView: { type: SavedView, description: 'The view.' } },
  run: async (input, context) => {
    const id = decodeIdOf('SavedView', input.view)
    const view = await context.database.transaction(async (tx) => {
      const before = await changeableView(tx, context, id)
      const after: SavedViewRow = {
        ...before,
        ...(typeof input.name === 'string' && { name: checkedName(input.name) }),
        ...(typeof input.query === 'string' && { query: checkedQuery(input.query) }),
        ...(input.columns && { columns: checkedColumns(input.columns) }),
        ...(typeof input.shared === 'boolean' && { shared: input.shared }),
        updatedAt: new Date(),
      }
      if (after.shared) requireRole(context.viewer, 'OPERATOR', 'share views')
      await rejectTakenName(tx, after)
      const { name, query, columns, shared, updatedAt } = after
      await tx.update(savedView).set({ name, query, columns, shared, updatedAt }).where(eq(savedView.id, id))
      await record(tx, context, { action: 'updateView', operation: 'MODIFIED', before, after })
      return after
    })
    return { savedView: view }
  },
})

mutation({
  name: 'deleteView',
  description: 'Deletes a saved view: one of your own, or as an administrator a shared one.',
  role: 'VIEWER',
  what: 'delete views',
  input: (t) => ({ view: t.id({ required: true, description: 'Id of the view.' }) }),
  payload: { deletedViewId: { type: 'ID', description: 'Id of the view that is gone.' } },
  run: async (input, context) => {
    const id = decodeIdOf('SavedView', input.view)
    await context.database.transaction(async (tx) => {
      const before = await changeableView(tx, context, id)
      await tx.delete(savedView).where(eq(savedView.id, id))
      await record(tx, context, { action: 'deleteView', operation: 'REMOVED', before })
    })
    return { deletedViewId: encodeId('SavedView', id) }
  },
})

function checkedList(list: string): string {
  if (/^[a-z][A-Za-z]{0,49}$/.test(list)) return list
  throw new RequestError('INVALID', 'A list is named by its field in the API, such as `workloads`.', ['list'])
}

function checkedName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= MOST_NAME_CHARACTERS) return trimmed
  throw new RequestError('INVALID', `A name has 1 to ${MOST_NAME_CHARACTERS} characters.`, ['name'])
}

function checkedQuery(query: string): string {
  if (query.length <= MOST_QUERY_CHARACTERS) return query.replace(/^\?/, '')
  throw new RequestError('INVALID', `A filter has at most ${MOST_QUERY_CHARACTERS} characters.`, ['query'])
}

function checkedColumns(columns: readonly string[]): string[] {
  if (columns.length <= MOST_COLUMNS && columns.every((column) => /^[A-Za-z.]{1,100}$/.test(column))) {
    return [...new Set(columns)]
  }
  throw new RequestError('INVALID', `A view names at most ${MOST_COLUMNS} columns, each by its key.`, ['columns'])
}

async function changeableView(tx: Queries, context: Context, id: string): Promise<SavedViewRow> {
  const [row] = await tx
    .select()
    .from(savedView)
    .where(and(eq(savedView.id, id), visibleView(context.viewer)))
    .for('update')
  if (!row) throw new RequestError('NOT_FOUND', 'There is no such view. It may have been deleted.', ['view'])
  if (mayChange(context.viewer, row)) return row
  throw new RequestError('NOT_YOURS', 'Only who saved this view, or an administrator, may change it.', ['view'])
}

async function rejectTakenName(tx: Queries, { id, owner, list, name }: SavedViewRow): Promise<void> {
  const [other] = await tx
    .select({ id: savedView.id })
    .from(savedView)
    .where(and(eq(savedView.owner, owner), eq(savedView.list, list), eq(savedView.name, name)))
  if (!other || other.id === id) return
  throw new RequestError('NAME_TAKEN', `There is a view "${name}" of this list already. Choose another name.`, ['name'])
}

interface Recorded {
  readonly action: string
  readonly operation: 'ADDED' | 'MODIFIED' | 'REMOVED'
  readonly before?: SavedViewRow
  readonly after?: SavedViewRow
}

/** The audit row of a change; and its event, which everybody may see, when the view is or was for everybody. */
async function record(tx: Queries, context: Context, { action, operation, before, after }: Recorded): Promise<void> {
  const row = after ?? before
  if (!row) return
  if (before?.shared || after?.shared) await recordChanges(tx, [{ type: 'SavedView', node: row.id, operation }])
  const details = { list: row.list, shared: row.shared }
  await recordAudit(tx, context.viewer, { action, target: row.name, details })
}
