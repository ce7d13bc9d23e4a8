import type { Database } from '@breakwater/drizzle/database.ts'
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql'
import type { Context } from '../src/context.ts'
import { schema } from '../src/schema.ts'
import type { Services } from '../src/services.ts'
import type { Viewer } from '../src/viewer.ts'

export const administrator: Viewer = {
  name: 'session',
  kind: 'SESSION',
  role: 'ADMINISTRATOR',
  scope: undefined,
  expiresAt: undefined,
  actor: 'session:test',
  id: 'session-test',
  address: '192.0.2.1',
}

/** A viewer who sees only `scope`. */
export function scoped(scope: Partial<NonNullable<Viewer['scope']>>, role: Viewer['role'] = 'OPERATOR'): Viewer {
  const all = { clusters: undefined, namespaces: undefined, registries: undefined }
  return { ...administrator, name: 'scoped', kind: 'TOKEN', role, scope: { ...all, ...scope } }
}

type PartialServices = { readonly [Name in keyof Services]?: Partial<Services[Name]> }

/** A context whose services are those given; asking for another one throws, so that a test says all that it needs. */
export function contextOf(database: Database, viewer: Viewer = administrator, services: PartialServices = {}): Context {
  return {
    database,
    services: strict({ cursors: READABLE, ...services }),
    viewer,
    source: 'API',
    signal: new AbortController().signal,
  }
}

/** Cursors as the lists make them. */
const READABLE = { seal: (text: string) => text, open: (text: string) => text }

function strict(services: PartialServices): Services {
  const missing = (name: string) => (): never => {
    throw new Error(`The test gave no ${name}.`)
  }
  return new Proxy(services, {
    get: (target, name) =>
      Reflect.get(target, name) ?? new Proxy({}, { get: (_, member) => missing(`${String(name)}.${String(member)}`) }),
  }) as Services
}

/** What a document answers, errors included. A new request each time, with its own loaders. */
export function ask(
  context: Context,
  source: string,
  variables: Record<string, unknown> = {},
): Promise<ExecutionResult> {
  return graphql({ schema, source, variableValues: variables, contextValue: { ...context } })
}

/** The data of a document that must be answered without errors. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the test's document asked for.
export async function answer(context: Context, source: string, variables: Record<string, unknown> = {}): Promise<any> {
  const { data, errors } = await ask(context, source, variables)
  if (errors) throw new Error(errors.map((error) => error.stack ?? error.message).join('\n'))
  return data
}

/** The codes of a document's errors. */
export async function errorCodes(context: Context, source: string, variables: Record<string, unknown> = {}) {
  const { errors = [] } = await ask(context, source, variables)
  return errors.map((error) => error.extensions['code'])
}

/** The events of a subscription. */
export async function listen(context: Context, source: string, variables: Record<string, unknown> = {}) {
  const result = await subscribe({
    schema,
    document: parse(source),
    variableValues: variables,
    contextValue: { ...context },
  })
  if (!(Symbol.asyncIterator in result)) throw new Error(JSON.stringify(result.errors))
  return {
    /** The next event's data. */
    // biome-ignore lint/suspicious/noExplicitAny: the shape of an event is what the test's document asked for.
    async next(): Promise<any> {
      const { value, done } = await result.next()
      if (done) return undefined
      if (value.errors) throw new Error(JSON.stringify(value.errors))
      return value.data
    },
    stop: async () => {
      await result.return()
    },
  }
}

/** Runs `work` and returns the SQL that it sent. */
export async function sqlOf(database: Database, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  const { pool } = database
  const query = pool.query
  pool.query = ((...args: Parameters<typeof query>) => {
    const [first] = args as unknown as [string | { readonly text: string }]
    sent.push(typeof first === 'string' ? first : first.text)
    return query.apply(pool, args)
  }) as typeof query
  try {
    await work()
  } finally {
    pool.query = query
  }
  return sent
}
