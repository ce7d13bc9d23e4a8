import { createParser, parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { type FilterDefinitions, type FilterValue, type FilterValues, filterParsers } from './filters.ts'
import type { Direction, Order, Position } from './page.ts'

/** What of a list stands in the URL: its filters, its order and the page. */
export interface ListState<Field extends string> {
  readonly filters: FilterValues
  readonly order: Order<Field>
  readonly position: Position
  /** A new filter starts at the first page; a cursor belongs to the filter it was made with. */
  setFilter(name: string, value: FilterValue): void
  clearFilters(): void
  setOrder(order: Order<Field>): void
  setPosition(position: Position): void
}

const FIRST_PAGE = { after: null, before: null }

/** Keeps a list's state in the URL, under `prefix` where two lists share a page. Each step can be taken *back*. */
export function useListUrl<Field extends string>(
  definitions: FilterDefinitions,
  fields: readonly Field[],
  defaultOrder: Order<Field>,
  prefix = '',
): ListState<Field> {
  const names = useMemo(() => ['sort', 'after', 'before', ...Object.keys(definitions)], [definitions])
  const parsers = useMemo(
    () => ({
      ...filterParsers(definitions),
      sort: orderParser(fields),
      after: parseAsString,
      before: parseAsString,
    }),
    [definitions, fields],
  )
  const urlKeys = useMemo(() => Object.fromEntries(names.map((name) => [name, prefix + name])), [names, prefix])
  const [state, setState] = useQueryStates(parsers, { urlKeys, history: 'push' })

  return useMemo(() => {
    const { sort, after, before, ...filters } = state
    const write = setState as (values: Record<string, unknown>, options?: { history: 'push' | 'replace' }) => unknown
    return {
      filters: filters as FilterValues,
      order: sort ?? defaultOrder,
      position: { after, before },
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
    }
  }, [state, setState, definitions, defaultOrder])
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
