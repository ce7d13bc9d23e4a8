import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { printSchema } from 'graphql'
import { documentSchema } from './document.ts'
import { schema } from './schema.ts'

/** Writes schema.graphql and docs/api.md, which the dashboard and the API's users read. Run it after a change: `npm run schema`. */
await writeFile(fileURLToPath(new URL('../schema.graphql', import.meta.url)), `${printSchema(schema)}\n`)
await writeFile(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), documentSchema(schema))
