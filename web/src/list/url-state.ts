import { createParser, parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { type FilterDefinitions, type FilterValue, type FilterValues, filterParsers, isAsked } from './filters.ts'
import type { Direction, Order, Position } from './page.ts'

/** What of a list stands in the URL: its filters, its order, its columns and the page. */
export interface ListState<Field extends string> {
  readonly filters: FilterValues
  readonly order: Order<Field>
  readonly position: Position
  /** Keys of the columns that are shown, in their order; null: those of the page. */
  readonly columns: readonly string[] | null
  /** A new filter starts at the first page; a cursor belongs to the filter it was made with. */
  setFilter(name: string, value: FilterValue): void
  clearFilters(): void
  setOrder(order: Order<Field>): void
  setPosition(position: Position): void
  setColumns(columns: readonly string[] | null): void
  /** Filters and order as an address holds them, without a prefix and without the page: to be kept, and applied again. */
  readonly query: string
  /** Shows what was kept; whatever it does not name is as the page has it. */
  apply(kept: { readonly query: string; readonly columns: readonly string[] }): void
}

const OWN_NAMES = ['sort', 'after', 'before', 'columns']
const FIRST_PAGE = { after: null, before: null }

/** Keeps a list's state in the URL, under `prefix` where two lists share a page. Each step can be taken *back*. */
export function useListUrl<Field extends string>(
  definitions: FilterDefinitions,
  fields: readonly Field[],
  defaultOrder: Order<Field>,
  prefix = '',
): ListState<Field> {
  const names = useMemo(() => [...OWN_NAMES, ...Object.keys(definitions)], [definitions])
  const parsers = useMemo(
    () => ({
      ...filterParsers(definitions),
      sort: orderParser(fields),
      after: parseAsString,
      before: parseAsString,
      columns: parseAsArrayOf(parseAsString),
    }),
    [definitions, fields],
  )
  const urlKeys = useMemo(() => Object.fromEntries(names.map((name) => [name, prefix + name])), [names, prefix])
  const [state, setState] = useQueryStates(parsers, { urlKeys, history: 'push' })

  return useMemo(() => {
    const { sort, after, before, columns, ...filters } = state
    const write = setState as (values: Record<string, unknown>, options?: { history: 'push' | 'replace' }) => unknown
    return {
      filters: filters as FilterValues,
      order: sort ?? defaultOrder,
      position: { after, before },
      columns: columns !== null && columns.length > 0 ? columns : null,
      query: keptQuery(definitions, filters as FilterValues, sort),
      setFilter: (name, value) => {
        const isTyping = definitions[name]?.kind === 'text'
        write({ ...FIRST_PAGE, [name]: value === '' ? null : value }, { history: isTyping ? 'replace' : 'push' })
      },
      clearFilters: () => {
        write({ ...FIRST_PAGE, ...Object.fromEntries(Object.keys(definitions).map((name) => [name, null])) })
      },
      setOrder: (order) => {
        const isDefault = order.field === defaultOrder.field && order.direction === defaultOrder.direction
        write({ ...FIRST_PAGE, sort: isDefault ? null : order })
      },
      setPosition: (position) => write({ ...position }),
      setColumns: (next) => write({ columns: next === null ? null : [...next] }),
      apply: (kept) => {
        const values = new URLSearchParams(kept.query)
        const orders = orderParser(fields)
        write({
          ...FIRST_PAGE,
          ...Object.fromEntries(
            Object.entries(filterParsers(definitions)).map(([name, parser]) => {
              const value = values.get(name)
              return [name, value === null ? null : parser.parse(value)]
            }),
          ),
          sort: orders.parse(values.get('sort') ?? ''),
          columns: kept.columns.length > 0 ? [...kept.columns] : null,
        })
      },
    }
  }, [state, setState, definitions, fields, defaultOrder])
}

/** Filters and order as an address holds them, in the order of their names. */
function keptQuery<Field extends string>(
  definitions: FilterDefinitions,
  values: FilterValues,
  sort: Order<Field> | null,
): string {
  const query = new URLSearchParams()
  for (const [name, parser] of Object.entries(filterParsers(definitions))) {
    const value = values[name]
    if (isAsked(value)) query.set(name, (parser.serialize as (given: unknown) => string)(value))
  }
  if (sort !== null) query.set('sort', sort.direction === 'DESC' ? `-${sort.field}` : sort.field)
  return query.toString()
}

/** An order in the URL: `NAME` ascending, `-NAME` descending. */
export function orderParser<Field extends string>(fields: readonly Field[]) {
  return createParser<Order<Field>>({
    parse(value) {
      const direction: Direction = value.startsWith('-') ? 'DESC' : 'ASC'
      const field = fields.find((each) => each === value.replace(/^-/, ''))
      return field === undefined ? null : { field, direction }
    },
    serialize: (order) => (order.direction === 'DESC' ? `-${order.field}` : order.field),
    eq: (a, b) => a.field === b.field && a.direction === b.direction,
  })
}
