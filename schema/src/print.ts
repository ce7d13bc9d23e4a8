import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { printSchema } from 'graphql'
import { schema } from './schema.ts'

/** Writes schema.graphql, which the dashboard and the API's users read. Run it after a change: `node schema/src/print.ts`. */
const path = fileURLToPath(new URL('../schema.graphql', import.meta.url))
await writeFile(path, `${printSchema(schema)}\n`)
