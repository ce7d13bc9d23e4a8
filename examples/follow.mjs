// Prints what changes, as it changes; started again, it goes on where it stopped. Needs Node 22 and `npm install graphql-ws`.
//   BREAKWATER_TOKEN=bw_… node examples/follow.mjs
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createClient } from 'graphql-ws'

const {
  BREAKWATER_URL: url = 'http://127.0.0.1:4000',
  BREAKWATER_TOKEN: token,
  CURSOR_FILE: file = 'cursor',
} = process.env
const query = `subscription ($after: String) {
  changes(after: $after) { cursor resync changes { at operation type node { ... on Asset { name } } } }
}`
const connectionParams = { authorization: `Bearer ${token}` }
for (;;) {
  // One connection at a time: after a break it must ask from the cursor that was kept last.
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, connectionParams, retryAttempts: 0 })
  const after = existsSync(file) ? readFileSync(file, 'utf8') : null
  try {
    for await (const { data, errors } of client.iterate({ query, variables: { after } })) {
      if (errors) throw errors[0]
      if (data.changes.resync) console.log('too long away: read everything anew')
      for (const { at, operation, type, node } of data.changes.changes)
        console.log(at, operation, type, node?.name ?? '')
      writeFileSync(file, data.changes.cursor)
    }
  } catch (error) {
    if (error.code === 4403 || error.extensions) throw error
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}
