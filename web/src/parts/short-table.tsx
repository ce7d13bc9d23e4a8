import { Skeleton, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../messages/text.ts'
import classes from './short-table.module.css'

export interface ShortColumn<Row> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  readonly align?: 'right'
  readonly width?: number
  /** `name`: what the row is called, the heading of its block on a phone. `actions`: buttons; the title is only read out. */
  readonly part?: 'name' | 'actions'
}

/** A short table that is shown whole. On narrow screens its rows stand below one another, so nothing scrolls sideways. */
export function ShortTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  framed = true,
}: {
  readonly label: string
  readonly columns: readonly ShortColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly framed?: boolean
}) {
  // Roles are written out: what is laid out as blocks is no table to every reader otherwise.
  return (
    <div className={framed ? classes.frame : undefined}>
      <Table fz="sm" role="table" aria-label={label} className={classes.table}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => (
              <Table.Th key={column.key} role="columnheader" data-align={column.align} w={column.width}>
                {column.part === 'actions' ? <span className="bw-hidden">{column.title}</span> : column.title}
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

export function TableWaiting({ label }: { readonly label: string }) {
  return <Skeleton height={200} role="status" aria-busy="true" aria-label={text('list.loading', { label })} />
}
