import { expect, test } from 'vitest'
import { rememberCursor, type SubscribePayload } from './resume.ts'

test('the next connection asks for what follows the last event', () => {
  const payload: SubscribePayload = { query: 'subscription { x }', variables: { after: 'first', filter: 1 } }
  rememberCursor(payload, { changes: { cursor: 'second' } })
  expect(payload.variables).toEqual({ after: 'second', filter: 1 })
})

test('a stream without a cursor starts from its beginning', () => {
  const payload: SubscribePayload = { query: 'subscription { x }' }
  for (const data of [null, undefined, 'text', { taskChanged: { id: '1' } }, { changes: null }])
    rememberCursor(payload, data)
  expect(payload.variables).toBeUndefined()
})
