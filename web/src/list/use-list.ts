import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type CombinedError, useClient, useQuery } from 'urql'
import type { LiveChange } from '../live/change-feed.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { filterInput } from './filters.ts'
import type { ListSpec } from './list-spec.ts'
import { neighbors, type Page, type PageVariables, pageArguments } from './page.ts'
import { type ListState, useListUrl } from './url-state.ts'
import { useLatestPage } from './use-latest-page.ts'

/** A list as the parts of a list page need it. */
export interface List<Row, Filter, Field extends string> {
  readonly spec: ListSpec<Row, Filter, Field>
  readonly state: ListState<Field>
  /** What the page on the screen was asked for by. */
  readonly variables: PageVariables<Filter, Field>
  /** Undefined until the first answer. */
  readonly rows: readonly Row[] | undefined
  readonly total: number | undefined
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  readonly loading: boolean
  readonly failure: CombinedError | undefined
  /** Rows that changed a moment ago. */
  readonly glowing: ReadonlySet<string>
  /** Rows that came since the list was read and are not shown yet. */
  readonly waiting: number
  readonly next: () => void
  readonly previous: () => void
  /** Reads the list anew, and shows what waits. */
  readonly reload: () => void
  /** Reads the page again, for what the feed of changes does not tell. */
  readonly refresh: () => void
}

export interface ListOptions<Filter> {
  /** What the page itself asks for, such as the cluster it is about. */
  readonly within?: Partial<Filter>
  readonly prefix?: string
  /** Shows new rows at once instead of letting them wait. */
  readonly showsNewAtOnce?: boolean
}

type Timer = ReturnType<typeof setTimeout> | undefined

const GLOW_MS = 1_600
const SETTLE_MS = 300
const MOST_IDS = 100

/** A live list whose filters, order and page stand in the URL. */
export function useList<Row, Filter, Field extends string>(
  spec: ListSpec<Row, Filter, Field>,
  { within, prefix = '', showsNewAtOnce = false }: ListOptions<Filter> = {},
): List<Row, Filter, Field> {
  const state = useListUrl(spec.filters, spec.orderFields, spec.defaultOrder, prefix)
  const filter = useStable({ ...within, ...filterInput(spec.filters, state.filters) } as Filter)
  const variables = useStable<PageVariables<Filter, Field>>({
    ...pageArguments(state.position),
    filter,
    orderBy: state.order,
  })
  const [result, execute] = useQuery({ query: spec.page, variables, requestPolicy: 'cache-and-network' })
  const page = useLatestPage(result.data?.list, result.error)
  const reload = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute])
  const loading = result.fetching || result.stale
  const live = useLiveRows(spec, filter, { page, loading }, reload, showsNewAtOnce)
  const { position, setPosition } = state

  return {
    spec,
    state,
    variables,
    rows: page?.nodes,
    total: page?.totalCount,
    ...(page ? neighbors(position, page.pageInfo) : { hasNext: false, hasPrevious: false }),
    loading,
    failure: result.error,
    ...live,
    next: () => setPosition({ after: page?.pageInfo.endCursor ?? null, before: null }),
    previous: () => setPosition({ after: null, before: page?.pageInfo.startCursor ?? null }),
    reload: () => {
      live.show()
      reload()
    },
    refresh: reload,
  }
}

/** Totals of whole lists come from counts that are made anew up to a few seconds after a row was written; then this type changes. */
const COUNTS = 'AssetCount'

/** Follows changes: visible rows are read again and glow once, new ones are counted and wait. */
function useLiveRows<Row, Filter, Field extends string>(
  spec: ListSpec<Row, Filter, Field>,
  filter: Filter,
  { page, loading }: { readonly page: Page<Row> | undefined; readonly loading: boolean },
  reload: () => void,
  showsNewAtOnce: boolean,
) {
  const client = useClient()
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set())
  const [waiting, setWaiting] = useState(0)
  const changed = useRef(new Set<string>())
  const added = useRef(false)
  /** Something came that the total did not tell yet: it is counted again when the counts are. */
  const uncounted = useRef(false)
  const settling = useRef<Timer>(undefined)
  const fading = useRef<Timer>(undefined)
  const total = page?.totalCount
  const latestTotal = useRef(total)
  latestTotal.current = total

  // Not the rows themselves: they are other objects as soon as one of them has changed.
  const shown = page?.nodes.map(spec.key).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, or the same one read anew, shows what waited
  useEffect(() => {
    setWaiting(0)
    uncounted.current = page !== undefined && page.totalCount < page.nodes.length
  }, [shown, total, loading])
  useEffect(
    () => () => {
      clearTimeout(settling.current)
      clearTimeout(fading.current)
    },
    [],
  )

  async function settle(): Promise<void> {
    settling.current = undefined
    if (loading) return settleLater()
    const visible = new Set(page?.nodes.map(spec.key))
    const ids = [...changed.current].filter((id) => visible.has(id)).slice(0, MOST_IDS)
    changed.current.clear()
    if (ids.length > 0 && spec.rows) {
      await client.query(spec.rows, { ids }, { requestPolicy: 'network-only' }).toPromise()
      setGlowing(new Set(ids))
      clearTimeout(fading.current)
      fading.current = setTimeout(() => setGlowing(new Set()), GLOW_MS)
    }
    if (!added.current) return
    added.current = false
    // An empty list has nothing that could jump, and one that shows more than its total has shown already what came.
    if (showsNewAtOnce || !page || total === undefined || total < page.nodes.length || total === 0) return reload()
    const counted = await client.query(spec.total, { filter }, { requestPolicy: 'network-only' }).toPromise()
    const now = counted.data?.list.totalCount
    // What was read in the meantime shows it already.
    if (now === undefined || latestTotal.current !== total) return
    uncounted.current = now <= total
    setWaiting(Math.max(0, now - total))
  }

  // What is read when the timer ends belongs to the list as it is then.
  const latestSettle = useRef(settle)
  latestSettle.current = settle

  function settleLater(): void {
    settling.current ??= setTimeout(() => latestSettle.current(), SETTLE_MS)
  }

  const readAgain = useReadAgain(loading, reload)
  useChanges(spec.type === undefined ? [] : [spec.type, COUNTS], (changes: readonly LiveChange[], resync) => {
    if (resync) return readAgain()
    const visible = new Set(page?.nodes.map(spec.key))
    for (const change of changes) {
      if (change.type === COUNTS) added.current ||= uncounted.current
      else if (change.operation === 'ADDED') added.current = true
      // What is on its way may show it as it was before.
      else if (loading || visible.has(change.nodeId)) changed.current.add(change.nodeId)
    }
    if (!added.current && changed.current.size === 0) return
    settleLater()
  })

  return { glowing, waiting, show: () => setWaiting(0) }
}

/** The same object for as long as its content is the same. */
function useStable<Value>(value: Value): Value {
  const key = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the content is the identity here
  return useMemo(() => value, [key])
}
