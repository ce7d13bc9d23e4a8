import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf } from '../../test/api.ts'
import { addLargeFleet, LARGE_POD, LARGE_TASK } from '../../test/large-fleet.ts'
import { orderFieldsOf } from '../../test/listed.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  await addLargeFleet(own.database.pool)
})
afterAll(() => own.close())

/** Tables that grow with the fleet: no page may read one of them whole. */
const LARGE_TABLES = ['container', 'pod', 'workload', 'change', 'risk', 'task_item', 'asset_risk']
/** What may be sorted for a page, such as all rows of a namespace. */
const MOST_SORTED_ROWS = 10_000

/**
 * What no index of the list's table can hold, for it stands in a roll-up beside it: the database may read both whole and join them,
 * which is the best that it can do when much is at risk. How long a page takes is bounded here instead.
 */
const JOINED_ORDER = 'RISKS'
const JOINED_FILTER = 'atRisk: true'
const MOST_JOINING_MS = 2_000

const SCOPES = ['', `scope: { clusters: ["${encodeId('Cluster', 'c3')}"] }`, 'scope: { namespaces: ["n7"] }']

interface LargeList {
  readonly type: string
  readonly field: string
  /** Filters that people use. A search for text is none: it looks into every row until the page is full. */
  readonly filters: readonly string[]
  /** The parent of a list that is only a field of something. */
  readonly parent?: { readonly type: string; readonly key: string }
}

const LISTS: readonly LargeList[] = [
  {
    type: 'Container',
    field: 'containers',
    filters: [
      ...SCOPES,
      'states: [WAITING]',
      'gone: true',
      `imageDigests: ["sha256:${'7'.padStart(64, '0')}"]`,
      'podNames: ["service-1-1"]',
    ],
  },
  {
    type: 'Pod',
    field: 'pods',
    filters: [...SCOPES, 'statuses: ["CrashLoopBackOff"]', 'gone: true', 'labels: [{ key: "app", value: "app-7" }]'],
  },
  {
    type: 'Workload',
    field: 'workloads',
    filters: [...SCOPES, 'states: [FAILED]', 'kinds: ["Job"]', 'owners: ["team-7"]', 'gone: true'],
  },
  {
    type: 'Risk',
    field: 'risks',
    filters: [
      ...SCOPES,
      'states: [OPEN]',
      'priorities: [HIGH]',
      'severities: [CRITICAL]',
      'waived: false',
      'rules: ["RULE-7"]',
    ],
  },
  { type: 'TaskItem', field: 'items', filters: ['', 'states: [SUCCEEDED]'], parent: { type: 'Task', key: LARGE_TASK } },
  {
    type: 'HistoryEntry',
    field: 'history',
    filters: ['', 'operations: [MODIFIED]'],
    parent: { type: 'Pod', key: LARGE_POD },
  },
]

const CASES = LISTS.flatMap((list) => orderFieldsOf(list.type).map((order) => ({ ...list, order })))

test.each(CASES.filter(({ order }) => order !== JOINED_ORDER))(
  'no page of $field by $order reads or sorts a large table, at the start or deep inside, whatever is filtered',
  async ({ filters, order, ...list }) => {
    for (const filter of filters) {
      // Other filters than scopes are looked at one way: an index is walked either way alike.
      for (const direction of SCOPES.includes(filter) ? ['ASC', 'DESC'] : ['ASC']) {
        const plans = await plansOf(
          list,
          `filter: { ${filter} }, orderBy: { field: ${order}, direction: ${direction} }`,
        )
        const faults = plans.flatMap(({ page, plan }) => faultsOf(plan).map((fault) => `${page} ${fault}`))
        expect([filter, direction, faults]).toEqual([filter, direction, []])
      }
    }
  },
)

test.each(['containers', 'pods', 'workloads'])(
  'a page of %s that asks the roll-up of risks takes less than two seconds',
  async (field) => {
    for (const args of [`orderBy: { field: ${JOINED_ORDER}, direction: DESC }`, `filter: { ${JOINED_FILTER} }`]) {
      const startMs = performance.now()
      await answer(contextOf(own.database), `{ ${field}(first: 50, ${args}) { nodes { id } } }`)
      expect(performance.now() - startMs).toBeLessThan(MOST_JOINING_MS)
    }
  },
)

test('every list that reads a large table is looked at here', () => {
  expect(new Set(LISTS.map(({ type }) => type)).size).toBe(LISTS.length)
  expect(CASES.length).toBeGreaterThan(40)
})

test('what would be a fault is seen as one', async () => {
  const { rows } = await own.database.pool.query(
    'explain (format json) select * from pod order by labels::text limit 50',
  )
  expect(faultsOf(rows[0]['QUERY PLAN'][0].Plan)).toEqual([
    expect.stringMatching(/^sorts \d+ rows$/),
    'reads all of pod',
  ])
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Plan Rows': number
  readonly Plans?: readonly PlanNode[]
}

interface PagePlan {
  readonly page: 'first' | 'deep'
  readonly plan: PlanNode
}

/** How PostgreSQL reads the first page, and one from the middle of the list. */
async function plansOf({ field, parent }: Pick<LargeList, 'field' | 'parent'>, args: string): Promise<PagePlan[]> {
  const page = (after: string) => {
    const list = `list: ${field}(first: 50, ${after} ${args}) { nodes { __typename } pageInfo { endCursor } }`
    return parent
      ? `{ node(id: "${encodeId(parent.type, parent.key)}") { ... on ${parent.type} { ${list} } } }`
      : `{ ${list} }`
  }
  const rows = args.includes('filter: {  }') ? 40_000 : 200
  const first = await explaining('first', rows, () => answer(contextOf(own.database), page('')))
  const cursor = (first.data.node ?? first.data).list.pageInfo.endCursor
  // Of a filter that leaves few rows there is nothing behind the first page.
  if (cursor === null) return first.plans
  const deep = await explaining('deep', 0, () => answer(contextOf(own.database), page(`after: "${cursor}",`)))
  return [...first.plans, ...deep.plans]
}

/** Runs `work` and explains each page that it reads; `skipped` rows are left out of the answer, to get a cursor from deep inside. */
async function explaining<Data>(page: PagePlan['page'], skipped: number, work: () => Promise<Data>) {
  const { pool } = own.database
  const plans: PagePlan[] = []
  const query = pool.query
  const send = query.bind(pool) as (...args: readonly unknown[]) => Promise<{ readonly rows: readonly never[] }>
  pool.query = (async (config: { readonly text: string }, values: readonly unknown[]) => {
    if (!/ limit \$\d+$/.test(config.text)) throw new Error(`No limit: ${config.text}`)
    const isPage = /order by/.test(config.text)
    if (!isPage) return send(config, values)
    const explained = await send(`explain (format json) ${config.text}`, values)
    const [
      {
        'QUERY PLAN': [{ Plan: plan }],
      },
    ] = explained.rows as unknown as [{ 'QUERY PLAN': [{ Plan: PlanNode }] }]
    plans.push({ page, plan })
    return send({ ...config, text: `${config.text} offset ${skipped}` }, values)
  }) as unknown as typeof pool.query
  try {
    return { data: await work(), plans }
  } finally {
    pool.query = query
  }
}

function faultsOf(node: PlanNode): string[] {
  const kind = node['Node Type']
  const reads = kind === 'Seq Scan' && LARGE_TABLES.includes(node['Relation Name'] ?? '')
  const sorts = kind === 'Sort' && node['Plan Rows'] > MOST_SORTED_ROWS
  return [
    ...(reads ? [`reads all of ${node['Relation Name']}`] : []),
    ...(sorts ? [`sorts ${node['Plan Rows']} rows`] : []),
    ...(node.Plans ?? []).flatMap(faultsOf),
  ]
}
