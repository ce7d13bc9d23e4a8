import { audit, savedView } from '@breakwater/drizzle/tables/access.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, contextOf, errorCodes } from '../../test/api.ts'
import type { Viewer } from '../viewer.ts'

let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase()
})
beforeEach(async () => {
  for (const table of [savedView, audit, change]) await own.database.db.delete(table)
})
afterAll(() => own.close())

const named = (name: string, role: Viewer['role'] = 'OPERATOR'): Viewer => ({
  ...administrator,
  kind: 'TOKEN',
  name,
  actor: `token:${name}`,
  role,
})
const ann = named('ann')
const bob = named('bob')

const SAVE = `mutation ($input: SaveViewInput!) { saveView(input: $input) {
  savedView { id name query columns shared owner mine changeable } userErrors { code field } } }`
const input = { list: 'pods', name: 'Mine', query: '?text=web&sort=-NAME', columns: ['name', 'status'] }

async function save(viewer: Viewer, more: Record<string, unknown> = {}) {
  return (await answer(contextOf(own.database, viewer), SAVE, { input: { ...input, ...more } })).saveView
}
async function changed(viewer: Viewer, mutation: string, given: Record<string, unknown>) {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1)
  const payload = mutation === 'updateView' ? 'savedView { name shared }' : 'deletedViewId'
  const document = `mutation ($input: ${name}Input!) { result: ${mutation}(input: $input) { ${payload} userErrors { code } } }`
  return (await answer(contextOf(own.database, viewer), document, { input: given })).result
}
async function seen(viewer: Viewer): Promise<string[]> {
  const { savedViews } = await answer(
    contextOf(own.database, viewer),
    '{ savedViews(first: 10) { nodes { name } totalCount } }',
  )
  expect(savedViews.totalCount).toBe(savedViews.nodes.length)
  return savedViews.nodes.map(({ name }: { name: string }) => name)
}

test('a view keeps the list, filter, order and columns', async () => {
  const { savedView: view } = await save(ann)
  expect(view).toMatchObject({
    name: 'Mine',
    query: 'text=web&sort=-NAME',
    columns: ['name', 'status'],
    shared: false,
    owner: 'token:ann',
    mine: true,
    changeable: true,
  })
})

test('a private view is seen by who saved it alone, not even by an administrator', async () => {
  const { savedView: view } = await save(ann)
  expect([await seen(ann), await seen(bob), await seen(administrator)]).toEqual([['Mine'], [], []])
  const { node } = await answer(contextOf(own.database, bob), `{ node(id: "${view.id}") { id } }`)
  expect(node).toBeNull()
})

test('a shared view is seen by everybody', async () => {
  await save(ann, { shared: true })
  expect([await seen(bob), await seen(named('guest', 'VIEWER'))]).toEqual([['Mine'], ['Mine']])
})

test('a viewer may save private views, and share none', async () => {
  const guest = named('guest', 'VIEWER')
  expect((await save(guest)).userErrors).toEqual([])
  const context = contextOf(own.database, guest)
  expect(await errorCodes(context, SAVE, { input: { ...input, name: 'Other', shared: true } })).toEqual(['FORBIDDEN'])
})

test('only its owner and administrators change and delete a shared view', async () => {
  const { savedView: view } = await save(ann, { shared: true })
  expect((await changed(bob, 'updateView', { view: view.id, name: 'Taken' })).userErrors).toEqual([
    { code: 'NOT_YOURS' },
  ])
  expect((await changed(bob, 'deleteView', { view: view.id })).userErrors).toEqual([{ code: 'NOT_YOURS' }])
  expect((await changed(ann, 'updateView', { view: view.id, name: 'Ours' })).savedView).toEqual({
    name: 'Ours',
    shared: true,
  })
  expect((await changed(administrator, 'deleteView', { view: view.id })).deletedViewId).toBe(view.id)
  expect(await seen(ann)).toEqual([])
})

test('what one may not see cannot be changed, and looks as if it were not there', async () => {
  const { savedView: view } = await save(ann)
  expect((await changed(bob, 'deleteView', { view: view.id })).userErrors).toEqual([{ code: 'NOT_FOUND' }])
})

test('a session finds its views again after it was opened anew', async () => {
  await save({ ...administrator, actor: 'session:one' })
  expect(await seen({ ...administrator, actor: 'session:two' })).toEqual(['Mine'])
})

test('a name is taken once for each owner and list', async () => {
  await save(ann)
  expect((await save(ann)).userErrors).toEqual([{ code: 'NAME_TAKEN', field: ['name'] }])
  expect((await save(ann, { list: 'workloads' })).userErrors).toEqual([])
  expect((await save(bob)).userErrors).toEqual([])
})

test.each([
  ['list', { list: 'no such list!' }],
  ['name', { name: '  ' }],
  ['query', { query: 'x'.repeat(8_001) }],
  ['columns', { columns: ['a b'] }],
])('a %s that cannot be is refused', async (field, more) => {
  expect((await save(ann, more)).userErrors).toEqual([{ code: 'INVALID', field: [field] }])
})

test('each mutation leaves an audit row, and an event when the view is for everybody', async () => {
  const { savedView: view } = await save(ann)
  expect(await own.database.db.select().from(change)).toEqual([])
  await changed(ann, 'updateView', { view: view.id, shared: true })
  await changed(ann, 'deleteView', { view: view.id })
  const rows = await own.database.db.select().from(audit).orderBy(audit.seq)
  expect(rows.map(({ actor, action, target }) => [actor, action, target])).toEqual([
    ['token:ann', 'saveView', 'Mine'],
    ['token:ann', 'updateView', 'Mine'],
    ['token:ann', 'deleteView', 'Mine'],
  ])
  const events = await own.database.db.select().from(change)
  expect(events.map(({ type, operation, old, new: after }) => [type, operation, old, after])).toEqual([
    ['SavedView', 'MODIFIED', null, null],
    ['SavedView', 'REMOVED', null, null],
  ])
})
