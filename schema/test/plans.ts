import type pg from 'pg'

/** A step of how PostgreSQL answers a statement, as `explain (format json)` tells it. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Plan Rows': number
  readonly Plans?: readonly PlanNode[]
}

/** What the work answered, and how PostgreSQL reads each page that it asked for. */
export interface Explained<Data> {
  readonly data: Data
  readonly plans: readonly PlanNode[]
}

/**
 * Does `work` and explains each page that it reads. Of pages, `skipped` rows are left out of the answer, to get a cursor from deep inside;
 * `unread`: they are not read at all, and are empty. Throws for a statement without a limit.
 */
export async function explaining<Data>(
  pool: pg.Pool,
  skipped: number | 'unread',
  work: () => Promise<Data>,
): Promise<Explained<Data>> {
  const plans: PlanNode[] = []
  const query = pool.query
  const send = query.bind(pool) as (...args: readonly unknown[]) => Promise<{ readonly rows: readonly never[] }>
  pool.query = (async (config: { readonly text: string }, values: readonly unknown[]) => {
    if (!/ limit \$\d+$/.test(config.text)) throw new Error(`No limit: ${config.text}`)
    const isPage = /order by/.test(config.text)
    if (!isPage) return send(config, values)
    plans.push(await planOf(send, config.text, values))
    if (skipped === 'unread') return { rows: [] }
    return send({ ...config, text: `${config.text} offset ${skipped}` }, values)
  }) as unknown as typeof pool.query
  try {
    return { data: await work(), plans }
  } finally {
    pool.query = query
  }
}

type Send = (...args: readonly unknown[]) => Promise<{ readonly rows: readonly never[] }>

async function planOf(send: Send, text: string, values: readonly unknown[]): Promise<PlanNode> {
  const { rows } = await send(`explain (format json) ${text}`, values)
  const [row] = rows as unknown as [{ 'QUERY PLAN': [{ Plan: PlanNode }] }]
  return row['QUERY PLAN'][0].Plan
}

/** What may be sorted for a page, such as all rows of a namespace. */
const MOST_SORTED_ROWS = 10_000

/** What a plan does that takes longer the larger the fleet is: reading one of the `large` tables whole, sorting many rows. */
export function faultsOf(node: PlanNode, large: ReadonlySet<string>): string[] {
  const kind = node['Node Type']
  const reads = kind === 'Seq Scan' && large.has(node['Relation Name'] ?? '')
  const sorts = kind === 'Sort' && node['Plan Rows'] > MOST_SORTED_ROWS
  return [
    ...(reads ? [`reads all of ${node['Relation Name']}`] : []),
    ...(sorts ? [`sorts ${node['Plan Rows']} rows`] : []),
    ...(node.Plans ?? []).flatMap((inner) => faultsOf(inner, large)),
  ]
}

/** The tables that a plan reads. */
export function tablesOf(node: PlanNode): string[] {
  const own = node['Relation Name']
  return [...(own === undefined ? [] : [own]), ...(node.Plans ?? []).flatMap(tablesOf)]
}
