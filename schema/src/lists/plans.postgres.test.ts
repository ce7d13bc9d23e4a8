import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { ask, contextOf } from '../../test/api.ts'
import { addLargeFleet, LARGE_POD, LARGE_TASK } from '../../test/large-fleet.ts'
import { documentOf, filtersOf, type ListPlace, listPlaces, orderFieldsOf } from '../../test/listed.ts'
import { type Explained, explaining, faultsOf, type PlanNode, tablesOf } from '../../test/plans.ts'
import { encodeId } from '../ids.ts'

/** More than a million rows are written and indexed first: half a minute alone, more on a busy machine. */
const FLEET_MS = 240_000

let own: TestDatabase
/** How many rows each table has. */
let sizes: ReadonlyMap<string, number>
let large: ReadonlySet<string>
beforeAll(async () => {
  own = await testDatabase()
  const { pool } = own.database
  await addLargeFleet(pool)
  const { rows } = await pool.query<{ name: string; rows: number }>(
    `select relname as name, reltuples::int as rows from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  sizes = new Map(rows.map((row) => [row.name, row.rows]))
  large = new Set(rows.filter((row) => row.rows > MOST_ROWS_READ).map((row) => row.name))
}, FLEET_MS)
afterAll(() => own.close())

/** A table of more rows grows with the fleet: no page may read it whole. One of fewer, such as the nodes of 20 clusters, is read at once. */
const MOST_ROWS_READ = 20_000

/**
 * An order by cluster is that of the clusters' names, which no index of another table holds: the rows of one cluster after the other are
 * sorted. Writing the name into each row would let an index hold it, and renaming a cluster would write all that is in it. So
 * what is sorted is held, as of every order (`faultsOf`): the 5,000 rows of a cluster here.
 */

/** What a page takes at most that cannot but look into many rows. Some 0.1 s are usual; this is for busy machines. */
const MOST_MS = 2_000

/**
 * Lists whose rows are sums over rows of a large table, which no index holds. Their source is bounded: images in use are summed over a
 * roll-up, changes over what retention keeps, entry points and exposed workloads over exposures, of which there are far fewer than
 * containers; what rules say over their tallies, a row for each rule and namespace. How long a page takes is held instead.
 */
const SUMMED = ['ImageInUse', 'Difference', 'ExposureEntryPoint', 'ExposedWorkload', 'Check']

/**
 * Filters that look into rows. Of a text that stands almost nowhere, PostgreSQL reads all rows once, which took 60-80 ms of 100,000 pods.
 * An index of trigrams brought that to 1 ms, and made writing pods take twice as long. A label's key has an index together with its
 * value only: one that also knew keys alone would hold twice the entries. What is in an asset is looked for in pods and containers, the
 * scope of a task in its items; labels of containers are those of their pods, where the index is. Nothing else may be read whole for
 * them than one table, once.
 */
const SEARCHES = [/^text: /, /^image: /, /^labels: \[\{ key: "[^"]*" \}\]$/, /^assetIds: /]
const SEARCHES_OF_TYPE: Readonly<Record<string, RegExp>> = { Task: /^scope: /, Container: /^labels: / }
const isSearch = ({ type }: ListPlace, filter: string) =>
  SEARCHES.some((search) => search.test(filter)) || (SEARCHES_OF_TYPE[type]?.test(filter) ?? false)

const KEYS = { Cluster: 'c3', Pod: 'p7', Workload: 'w7', Waiver: 'waiver-7' }
const SOUGHT = {
  texts: ['service-7-7', 'service-7', 'Running', 'CrashLoopBackOff', 'Job', 'team-7', 'n7', '10.0.7.7'],
  ids: Object.fromEntries(Object.entries(KEYS).map(([type, key]) => [type, [encodeId(type, key)]])),
}
const SCOPES = [`scope: { clusters: ["${encodeId('Cluster', 'c3')}"] }`, 'scope: { namespaces: ["n7"] }']
const LABEL = 'labels: [{ key: "app", value: "app-7" }]'

const PLACES = listPlaces([
  { type: 'Task', key: LARGE_TASK },
  { type: 'Pod', key: LARGE_POD },
])
const INDEXED = PLACES.filter(({ type }) => !SUMMED.includes(type))
const CASES = INDEXED.flatMap((place) => orderFieldsOf(place.type).map((order) => ({ ...place, order })))

test.each(CASES)(
  'no page of $field by $order reads or sorts a large table, at the start or deep inside, either way, in any scope',
  async ({ order, ...place }) => {
    const scopes = filtersOf(place.type, SOUGHT).some((filter) => filter.startsWith('scope: ')) ? SCOPES : []
    for (const filter of ['', ...scopes.filter((scope) => !isSearch(place, scope))]) {
      for (const direction of ['ASC', 'DESC']) {
        const deep = filter !== '' ? DEEP_IN_SCOPE : place.parent ? DEEP_IN_PARENT : DEEP
        const plans = await bothPages(place, argumentsOf(filter, order, direction), deep)
        expect([filter, direction, plans.flatMap((plan) => faultsOf(plan, large))]).toEqual([filter, direction, []])
      }
    }
  },
)

test.each(INDEXED)(
  'no page of $field reads or sorts a large table, by whatever it is filtered and sorted; a search reads one once',
  async (place) => {
    for (const order of tried(orderFieldsOf(place.type))) {
      for (const filter of filters(place)) {
        const { plans } = await explained(place, argumentsOf(filter, order, 'ASC'), 'unread')
        const faults = plans.flatMap((plan) => faultsOf(plan, large))
        const allowed = isSearch(place, filter) && faults.length === 1 && /^reads all of /.test(faults[0] ?? '')
        expect([order, filter, allowed ? [] : faults]).toEqual([order, filter, []])
      }
    }
  },
)

test.each(INDEXED)('a search of $field for what stands nowhere takes less than two seconds', async (place) => {
  const nowhere = filtersOf(place.type, { ...SOUGHT, texts: ['stands-nowhere'] })
  for (const filter of nowhere.filter((one) => isSearch(place, one))) {
    const { order, tookMs } = await timed(place, filter)
    expect([order, filter, tookMs < MOST_MS]).toEqual([order, filter, true])
  }
})

test.each(PLACES.filter(({ type }) => SUMMED.includes(type)))(
  'a page of $field, summed up from many rows, takes less than two seconds by whatever it is sorted',
  async (place) => {
    for (const order of orderFieldsOf(place.type)) {
      const { tookMs } = await timed(place, '', order)
      expect([order, tookMs < MOST_MS]).toEqual([order, true])
    }
  },
)

test.each(PLACES)(
  'every table that $field reads has rows here: of an empty one a plan tells nothing',
  async (place) => {
    const [first = '', ...others] = orderFieldsOf(place.type)
    const asked = [...filters(place).map((filter) => argumentsOf(filter, first, 'ASC')), ...others.map(sortedBy)]
    const tables = new Set<string>()
    for (const args of asked) {
      const { plans } = await explained(place, args, 'unread')
      for (const table of plans.flatMap(tablesOf)) tables.add(table)
    }
    expect(tables.size).toBeGreaterThan(0)
    expect([...tables].filter((table) => (sizes.get(table) ?? 0) === 0)).toEqual([])
  },
)

test('what would be a fault is seen as one', async () => {
  const { rows } = await own.database.pool.query(
    'explain (format json) select * from pod order by labels::text limit 50',
  )
  expect(faultsOf(rows[0]['QUERY PLAN'][0].Plan, large)).toEqual([
    expect.stringMatching(/^sorts \d+ rows$/),
    'reads all of pod',
  ])
})

/** Every third order together with filters; all of them in a thorough run. Each order by itself is looked at above. */
function tried(orders: readonly string[]): readonly string[] {
  return process.env['BREAKWATER_TEST_THOROUGH'] ? orders : orders.filter((_order, at) => at % 3 === 0)
}

/** How many rows the second page that is looked at has before it; of a filter that leaves fewer there is none. */
const DEEP = 40_000
const DEEP_IN_PARENT = 4_000
const DEEP_IN_SCOPE = 200

function filters(place: ListPlace): string[] {
  const all = filtersOf(place.type, SOUGHT)
  return all.some((filter) => filter.startsWith('labels: ')) ? [...all, LABEL] : all
}

function sortedBy(order: string): string {
  return argumentsOf('', order, 'ASC')
}

function argumentsOf(filter: string, order: string, direction: string): string {
  return `filter: { ${filter} }, orderBy: { field: ${order}, direction: ${direction} }`
}

/** How PostgreSQL reads the first page, and one from deep inside the list. */
async function bothPages(place: ListPlace, args: string, deep: number): Promise<readonly PlanNode[]> {
  const first = await explained(place, args, deep)
  const { endCursor } = (first.data.node ?? first.data).list.pageInfo
  if (endCursor === null) return first.plans
  const second = await explained(place, `after: "${endCursor}", ${args}`, 0)
  return [...first.plans, ...second.plans]
}

function explained(
  place: ListPlace,
  args: string,
  skipped: number | 'unread',
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the document asked for.
): Promise<Explained<any>> {
  const document = documentOf(place, `first: 50, ${args}`, '{ nodes { __typename } pageInfo { endCursor } }')
  return explaining(own.database.pool, skipped, () => answered(document))
}

/** Of an id of the wrong type nothing is read. */
async function answered(document: string) {
  const { data, errors = [] } = await ask(contextOf(own.database), document)
  for (const error of errors) if (!/^"\w+" is the id of an? \w+; /.test(error.message)) throw error
  return data
}

async function timed(place: ListPlace, filter: string, order = orderFieldsOf(place.type)[0] ?? '') {
  const startMs = performance.now()
  const args = `first: 50, ${argumentsOf(filter, order, 'ASC')}`
  await answered(documentOf(place, args, '{ nodes { __typename } }'))
  return { order, tookMs: performance.now() - startMs }
}
