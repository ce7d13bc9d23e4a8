import { Button, Skeleton, Stack } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconRefresh } from '@tabler/icons-react'
import { DataTable, type DataTableColumn } from 'mantine-datatable'
import { type KeyboardEvent, type ReactNode, useMemo } from 'react'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { askedCount } from './filters.ts'
import classes from './list-table.module.css'
import { Pager } from './pager.tsx'
import type { List } from './use-list.ts'

/** A column; `sort` names the order field that it stands for. */
export interface Column<Row, Field extends string> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  readonly sort?: Field
  readonly align?: 'right'
  readonly width?: number
}

export interface ListTableProps<Row, Filter, Field extends string> {
  readonly list: List<Row, Filter, Field>
  readonly label: string
  readonly columns: readonly Column<Row, Field>[]
  /** What a row opens, with the mouse and with Enter. */
  readonly onOpen?: (row: Row) => void
  /** How a row is named to those who cannot see it. */
  readonly rowLabel: (row: Row) => string
  /** Rows that are no longer there are dimmed. */
  readonly isGone?: (row: Row) => boolean
  /** What stands here when there is nothing at all (rather than nothing that matches). */
  readonly empty: ReactNode
  /** Content below a row, opened by it instead of `onOpen`. */
  readonly expansion?: (row: Row) => ReactNode
}

const SKELETON_ROWS = ['1', '2', '3', '4', '5', '6', '7', '8']

/** The one table: 36 px rows, sorted by the server, a page at a time, live without jumping. */
export function ListTable<Row, Filter, Field extends string>(props: ListTableProps<Row, Filter, Field>) {
  const { list, label } = props
  if (list.failure && !list.rows) return <Failure error={list.failure} onRetry={list.reload} />
  if (!list.rows) return <TableSkeleton label={label} />
  const isFiltered = askedCount(list.spec.filters, list.state.filters) > 0
  return (
    <Stack gap="xs" className={classes.wrap}>
      {list.failure && <Failure error={list.failure} onRetry={list.reload} compact />}
      {list.waiting > 0 && (
        <Button
          size="compact-sm"
          variant="light"
          className={classes.waiting}
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={list.reload}
        >
          {text('list.waiting', { count: list.waiting })}
        </Button>
      )}
      {list.rows.length === 0 ? (
        isFiltered ? (
          <Nothing
            title={text('list.noMatch')}
            advice={text('list.noMatchAdvice')}
            action={
              <Button size="xs" variant="default" onClick={list.state.clearFilters}>
                {text('filter.clear')}
              </Button>
            }
          />
        ) : (
          props.empty
        )
      ) : (
        <Rows {...props} rows={list.rows} />
      )}
      <Pager
        shown={list.rows.length}
        total={list.total}
        hasPrevious={list.hasPrevious}
        hasNext={list.hasNext}
        onPrevious={list.previous}
        onNext={list.next}
      />
    </Stack>
  )
}

function Rows<Row, Filter, Field extends string>({
  list,
  rows,
  label,
  columns,
  onOpen,
  rowLabel,
  isGone,
  expansion,
}: ListTableProps<Row, Filter, Field> & { readonly rows: readonly Row[] }) {
  const { spec, state, glowing } = list
  const shown = useMemo(() => columns.map((column) => dataTableColumn(column)), [columns])
  const opens = onOpen !== undefined || expansion !== undefined
  return (
    <DataTable<Row>
      aria-label={label}
      records={[...rows]}
      columns={shown}
      idAccessor={spec.key}
      highlightOnHover={opens}
      verticalSpacing={0}
      horizontalSpacing="sm"
      fz="sm"
      withTableBorder
      borderRadius="sm"
      classNames={{ root: classes.root, table: classes.table, header: classes.header }}
      sortStatus={{ columnAccessor: state.order.field, direction: state.order.direction === 'ASC' ? 'asc' : 'desc' }}
      onSortStatusChange={({ columnAccessor, direction }) => {
        const field = spec.orderFields.find((each) => each === columnAccessor)
        if (field !== undefined) state.setOrder({ field, direction: direction === 'asc' ? 'ASC' : 'DESC' })
      }}
      sortIcons={{ sorted: <IconArrowDown size={14} />, unsorted: <IconArrowsSort size={14} opacity={0.5} /> }}
      rowClassName={(row) => rowClass(glowing.has(spec.key(row)), isGone?.(row) ?? false)}
      {...(onOpen && { onRowClick: ({ record }) => onOpen(record) })}
      {...(expansion && { rowExpansion: { allowMultiple: true, content: ({ record }) => expansion(record) } })}
      customRowAttributes={(row) => ({
        'data-row': spec.key(row),
        ...(opens && {
          tabIndex: 0,
          'aria-label': rowLabel(row),
          onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => openByKey(event, onOpen && (() => onOpen(row))),
        }),
      })}
    />
  )
}

function dataTableColumn<Row, Field extends string>(column: Column<Row, Field>): DataTableColumn<Row> {
  return {
    accessor: column.sort ?? column.key,
    title: column.title,
    sortable: column.sort !== undefined,
    noWrap: true,
    render: (row) => column.render(row),
    ...(column.align && { textAlign: column.align }),
    ...(column.width !== undefined && { width: column.width }),
  }
}

/** Enter opens the row, but not when it was meant for a link or a button inside it. */
function openByKey(event: KeyboardEvent<HTMLTableRowElement>, open: (() => void) | undefined): void {
  if (event.key !== 'Enter' || event.target !== event.currentTarget) return
  event.preventDefault()
  if (open) open()
  // The table itself expands a row when it is clicked.
  else event.currentTarget.click()
}

function rowClass(glows: boolean, gone: boolean): string {
  return [classes.row, glows && classes.glow, gone && classes.gone].filter(Boolean).join(' ')
}

function TableSkeleton({ label }: { readonly label: string }) {
  return (
    <Stack
      gap={0}
      aria-busy="true"
      role="status"
      aria-label={text('list.loading', { label })}
      className={classes.skeleton}
    >
      {SKELETON_ROWS.map((row) => (
        <div key={row} className={classes.skeletonRow}>
          <Skeleton height={12} radius="sm" />
        </div>
      ))}
    </Stack>
  )
}
