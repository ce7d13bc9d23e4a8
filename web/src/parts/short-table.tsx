import { Skeleton, Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Direction } from '../list/page.ts'
import { text } from '../messages/text.ts'
import classes from './short-table.module.css'

export interface ShortColumn<Row> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  readonly align?: 'right'
  readonly width?: number
  /** The order that its heading asks for; not sortable without. */
  readonly sort?: string
  /** `name`: what the row is called, the heading of its block on a phone. `actions`: buttons; the title is only read out. */
  readonly part?: 'name' | 'actions'
}

/** By which column a table is sorted, and how another is asked for. */
export interface ShortSort {
  readonly field: string
  readonly direction: Direction
  readonly onSort: (field: string, direction: Direction) => void
}

/** A short table that is shown whole. On narrow screens its rows stand below one another, so nothing scrolls sideways. */
export function ShortTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  framed = true,
  sort,
}: {
  readonly label: string
  readonly columns: readonly ShortColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly framed?: boolean
  readonly sort?: ShortSort
}) {
  // Roles are written out: what is laid out as blocks is no table to every reader otherwise.
  return (
    <div className={framed ? classes.frame : undefined}>
      <Table fz="sm" role="table" aria-label={label} className={classes.table}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => (
              <Table.Th
                key={column.key}
                role="columnheader"
                data-align={column.align}
                w={column.width}
                aria-sort={ariaSort(column, sort)}
              >
                <Heading column={column} sort={sort} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <Table.Td
                  key={column.key}
                  role="cell"
                  data-align={column.align}
                  data-title={column.title}
                  data-part={column.part}
                >
                  <div>{column.render(row)}</div>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Heading<Row>({ column, sort }: { readonly column: ShortColumn<Row>; readonly sort: ShortSort | undefined }) {
  if (column.part === 'actions') return <span className="bw-hidden">{column.title}</span>
  const field = column.sort
  if (!sort || field === undefined) return <>{column.title}</>
  const isAscending = sort.field === field && sort.direction === 'ASC'
  return (
    <UnstyledButton
      className={classes.sort}
      title={text('list.sortBy', { column: column.title })}
      onClick={() => sort.onSort(field, isAscending ? 'DESC' : 'ASC')}
    >
      {column.title}
      {sort.field !== field ? (
        <IconArrowsSort size={14} className={classes.unsorted} aria-hidden />
      ) : isAscending ? (
        <IconArrowUp size={14} aria-hidden />
      ) : (
        <IconArrowDown size={14} aria-hidden />
      )}
    </UnstyledButton>
  )
}

function ariaSort<Row>(column: ShortColumn<Row>, sort: ShortSort | undefined) {
  if (!sort || column.sort === undefined) return undefined
  if (sort.field !== column.sort) return 'none'
  return sort.direction === 'ASC' ? 'ascending' : 'descending'
}

export function TableWaiting({ label }: { readonly label: string }) {
  return <Skeleton height={200} role="status" aria-busy="true" aria-label={text('list.loading', { label })} />
}
