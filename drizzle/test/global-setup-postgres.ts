import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/migrate.ts'
import { openPostgres } from '../src/postgres.ts'
import { privatePostgres } from './private-postgres.ts'
import type {} from './provided.ts'

/** Uses the server that TEST_DATABASE_URL names, else starts a private one that ends with the run. */
export default async function setup(project: TestProject) {
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? { url: given, stop: async () => {} } : await privatePostgres()
  const template = `breakwater_template_${process.pid}`
  await statement(server.url, `create database ${template}`)
  const database = openPostgres(withDatabase(server.url, template))
  await migrate(database)
  await database.close()
  project.provide('postgres', { url: server.url, template })
  return async () => {
    await statement(server.url, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

export async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
