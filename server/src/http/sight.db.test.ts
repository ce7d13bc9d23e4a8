import { setTimeout as sleep } from 'node:timers/promises'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { decodeId } from '@breakwater/schema/ids.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { type ExecutionResult, getNamedType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, ask, contextOf, listen } from '../../../schema/test/api.ts'
import { type Arguments, fieldsOf, operationsOf, selectionOf } from '../../test/every-field.ts'
import { listQuestions } from '../../test/every-filter.ts'
import { INPUTS } from '../../test/mutation-inputs.ts'
import { type TestServices, testServices } from '../../test/services.ts'
import { markOf, PLACES, type Place, placesIn, plant, plantedIds, REGISTRY, uidOf } from '../../test/shares.ts'

/**
 * What somebody may not see does not exist for them. Every field of the schema is asked for by two tokens with different scopes: no
 * mark of what is hidden may show, and the answers must be those of a database that never held it.
 */

interface Share {
  readonly name: string
  readonly scope: { readonly clusters: readonly string[]; readonly namespaces?: readonly string[] }
  readonly visible: readonly Place[]
  /** Texts that are hidden beside the marks of the other places. */
  readonly hidden: readonly string[]
}

const SHARES: readonly Share[] = [
  {
    name: 'all of one cluster',
    scope: { clusters: [uidOf('a')] },
    visible: ['a0', 'a1', 'a2'],
    hidden: ['zqclusterb', 'zqnameb', 'zqregionb', 'zqgroupb'],
  },
  {
    name: 'one namespace of another',
    scope: { clusters: [uidOf('b')], namespaces: ['zqspace2'] },
    visible: ['b2'],
    hidden: ['zqclustera', 'zqnamea', 'zqregiona', 'zqgroupa', 'zqspace1'],
  },
]

const IDS = plantedIds()
const TEXTS = [...PLACES.map(markOf), 'zqspace1', 'zqspace2', 'zqregiona', 'zqregionb', 'zqnameb', REGISTRY]
const ids = Object.groupBy(IDS, (id) => decodeId(id).type) as Record<string, string[]>
/** What fields are asked with; a field that cannot be asked without and does not stand here fails the run. */
const ARGUMENTS: Arguments = {
  'Query.node': `id: "${ids['Waiver']?.[0]}"`,
  'Query.nodes': `ids: ${JSON.stringify(IDS)}`,
  'Query.previewWaiver': 'input: { kind: CONFIGURATION }',
  'Query.changes': 'first: 1000',
  'Query.search': 'text: "zq", first: 10',
  'Query.simulateExposure': `input: { exposures: ["${ids['Exposure']?.at(-1)}"], action: DROP_PORT }`,
  'Query.reachability': `to: "${ids['Workload']?.at(-1)}", port: "80"`,
  'Query.previewCheck': `input: { cluster: "${ids['Cluster']?.at(-1)}", kinds: ["Pod"], expression: "true" }`,
  'Query.whoCan': `input: { cluster: "${ids['Cluster']?.[0]}", verb: "get", resource: { resource: "pods" } }`,
  'Query.whatCan': `input: { cluster: "${ids['Cluster']?.[0]}", subject: { kind: USER, name: "jane" } }`,
  'Query.benchmark': `cluster: "${ids['Cluster']?.[0]}"`,
  'Query.changeSummary': 'since: "2020-01-01T00:00:00Z", until: "2090-01-01T00:00:00Z"',
}
const QUERIES = operationsOf(schema, 'query', ARGUMENTS)
const SUBSCRIPTIONS = operationsOf(schema, 'subscription', ARGUMENTS)
const QUESTIONS = listQuestions(schema, { texts: TEXTS, ids: { ...ids, all: IDS } })
const MUTATIONS = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
  const asked = new Set([`Mutation.${field.name}`])
  const payload = selectionOf(schema, getNamedType(field.type), ARGUMENTS, asked)
  const [input] = field.args
  return {
    field: field.name,
    asked,
    document: `mutation ($input: ${input?.type}) { ${field.name}(input: $input) ${payload} }`,
  }
})

/** A database with what a share holds, with or without all else, and the share's token. */
interface World {
  readonly own: TestDatabase
  readonly real: TestServices
  readonly viewer: Viewer
}

async function open(share: Share, { withOthers }: { readonly withOthers: boolean }): Promise<World> {
  const own = await testDatabase()
  const others = PLACES.filter((place) => !share.visible.includes(place))
  await plant(own.database.db, [...share.visible, ...(withOthers ? others : [])])
  const real = await testServices(own.database)
  const { secret } = await real.access.addToken(
    { name: 'scoped', rights: { role: 'OPERATOR', ...share.scope }, expiresAt: undefined },
    administrator,
  )
  const viewer = await real.access.viewerOfToken(secret, '192.0.2.1')
  if (!viewer) throw new Error('The token does not come in.')
  return { own, real, viewer }
}

async function close({ own, real }: World): Promise<void> {
  await real.close()
  await own.close()
}

/** An answer, which must not be an internal error; without what is the stream's own and not a share's. */
async function answerTo(world: World, document: string, variables: object = {}, viewer = world.viewer) {
  const context = contextOf(world.own.database, viewer, world.real.services)
  const result = await ask(context, document, { ...variables })
  const broken = (result.errors ?? []).filter(({ extensions }) => extensions['code'] === undefined)
  if (broken.length > 0) throw new Error(`${document.slice(0, 80)}: ${broken.map((error) => error.stack).join('\n')}`)
  return comparable(result)
}

/** The stream is read before it is filtered: its cursors stand in a stream of everybody's, and say nothing of a share. */
const NOT_OF_A_SHARE = [
  'ChangeSummary_keptSince',
  'Change_cursor',
  'ChangeBatch_cursor',
  'TaskChange_cursor',
  'Status_now',
]
/** The same for everybody, and as large as a mark. */
const CONSTANTS = ['Query_mostSnapshotBytes', 'Framework_requirementCount']

function comparable({ data, errors }: ExecutionResult): unknown {
  const text = JSON.stringify({ data, errors: errors?.map(({ message, extensions }) => [message, extensions['code']]) })
  return withoutOthers(JSON.parse(text))
}

function withoutOthers(answer: unknown): unknown {
  const left = [...NOT_OF_A_SHARE, ...CONSTANTS]
  return JSON.parse(JSON.stringify(answer), (key, value) => (left.includes(key) || isSealed(value) ? '' : value))
}

/** A sealed cursor of a list is another one each time. */
function isSealed(value: unknown): boolean {
  return typeof value === 'string' && /^v1\.[0-9a-f]{8}\./.test(value)
}

test('every field of every object type is asked for', () => {
  const asked = new Set([...QUERIES, ...SUBSCRIPTIONS, ...MUTATIONS].flatMap((operation) => [...operation.asked]))
  expect(fieldsOf(schema).filter((field) => !asked.has(field))).toEqual([])
})

test('every type of Node is among the ids that are asked for', () => {
  const node = schema.getType('Node')
  const possible = node && 'getFields' in node ? schema.getPossibleTypes(node as never).map(({ name }) => name) : []
  // Risks of all kinds have ids of one type.
  const types = possible.map((name) => (name.endsWith('Risk') ? 'Risk' : name))
  expect(types.filter((type) => !ids[type])).toEqual([])
})

const HELD_BACK = { timeout: 15_000, interval: 300 }

describe.each(SHARES)('who sees $name', (share) => {
  let full: World
  let alone: World
  beforeAll(async () => {
    full = await open(share, { withOthers: true })
    alone = await open(share, { withOthers: false })
  })
  afterAll(async () => {
    await close(full)
    await close(alone)
  })

  function expectNothingHidden(answer: unknown): void {
    expect(placesIn(answer).filter((place) => !share.visible.includes(place))).toEqual([])
    const text = JSON.stringify(answer)
    expect(share.hidden.filter((hidden) => text.includes(hidden))).toEqual([])
  }

  test.each(QUERIES)('is told nothing else by $field', async ({ document }) => {
    expectNothingHidden(await answerTo(full, document))
    // Whatever is open on the same server, such as another test's transaction, holds changes back for a while.
    await vi.waitFor(
      async () => expect(await answerTo(full, document)).toEqual(await answerTo(alone, document)),
      HELD_BACK,
    )
  })

  test('is told nothing else by any order or filter of a list', async () => {
    for (const { document } of QUESTIONS) {
      const answer = await answerTo(full, document)
      expect({ document, answer }).toEqual({ document, answer: await answerTo(alone, document) })
    }
  })

  test('gets null for the id of what is hidden', async () => {
    const answer = await answerTo(full, `{ nodes(ids: ${JSON.stringify(IDS)}) { id } }`)
    const { nodes } = (answer as { data: { nodes: ({ id: string } | null)[] } }).data
    const found = nodes.flatMap((node) => (node ? [node.id] : []))
    expect(found.length).toBeGreaterThan(0)
    for (const id of found) expectNothingHidden(decodeId(id))
  })

  test.each(MUTATIONS)('learns and changes nothing else by $field', async ({ field, document }) => {
    const input = INPUTS[field]
    if (!input) throw new Error(`Give ${field} an input in the test's table.`)
    for (const cluster of ['a', 'b'] as const) {
      expectNothingHidden(await answerTo(full, document, { input: input({ uid: uidOf(cluster), places: cluster }) }))
    }
  })

  test.each(SUBSCRIPTIONS)('is told nothing else by $field', async ({ field, document }) => {
    const context = contextOf(full.own.database, full.viewer, full.real.services)
    const events = await listen(context, document)
    const told: unknown[] = []
    const reading = (async () => {
      for (let event = await events.next(); event !== undefined; event = await events.next()) told.push(event)
    })()
    await sleep(300)
    await full.own.database.transaction(async (tx) => {
      for (const place of ['all', 'a0', 'b0', 'a1', 'b1', 'a2', 'b2'] as const)
        await tx.insert(change).values(changesAt(place))
    })
    await sleep(1_500)
    await events.stop()
    await reading
    expectNothingHidden(withoutOthers(told))
    // Of tasks there are none in a single namespace; of all else there is something to tell.
    if (field !== 'taskChanged' || share.visible.includes('a0')) expect(told.length).toBeGreaterThan(0)
  })
})

test('an administrator is shown the marks of all places, so that these can be told', async () => {
  const share = SHARES[0] as Share
  const full = await open(share, { withOthers: true })
  const answers: unknown[] = []
  for (const { document } of QUERIES) answers.push(await answerTo(full, document, {}, administrator))
  expect(placesIn(answers)).toEqual([...PLACES])
  await close(full)
})

function changesAt(place: Place) {
  const mark = markOf(place)
  const cluster = place === 'all' ? '' : uidOf(place.startsWith('a') ? 'a' : 'b')
  const namespace = place === 'all' || place.endsWith('0') ? '' : `zqspace${place.slice(1)}`
  const at = { cluster, namespace, operation: 'MODIFIED', new: { name: mark } } as const
  return [
    { ...at, type: 'Pod', node: `${mark}-pod` },
    { ...at, type: 'Task', node: `${mark}-task` },
    { ...at, type: 'AssetCount', node: `${mark}-count` },
  ]
}
