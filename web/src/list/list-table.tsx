import { Button, Skeleton, Stack } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { askedCount } from './filters.ts'
import type { ListRows as LoadedListRows } from './list-rows.tsx'
import classes from './list-table.module.css'
import { Pager } from './pager.tsx'
import type { List } from './use-list.ts'

/**
 * A column. Whatever a list shows it can be sorted by, so each names the order field that it stands for; only buttons have none, and
 * what stands aside may.
 */
export type Column<Row, Field extends string> = ColumnLook<Row> &
  (
    | { readonly sort: Field; readonly isActions?: undefined; readonly isAside?: true }
    | {
        /** Says more of what another column is about: not shown until it is chosen. */
        readonly isAside: true
        readonly sort?: undefined
        readonly isActions?: undefined
      }
    | {
        /** For a column of buttons: its title is only read out, and it stays in sight when the table is wider than the page. */
        readonly isActions: true
        readonly sort?: undefined
        readonly isAside?: undefined
      }
  )

interface ColumnLook<Row> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  readonly align?: 'right'
  readonly width?: number
  /** What it shows, as paths of API fields from the row; its key when that is such a field. */
  readonly data?: string | readonly string[]
}

export interface ListTableProps<Row, Filter, Field extends string> {
  readonly list: List<Row, Filter, Field>
  readonly label: string
  readonly columns: readonly Column<Row, NoInfer<Field>>[]
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
  /** Which rows are open, where that is kept elsewhere, such as in the URL. */
  readonly expanded?: { readonly keys: readonly string[]; readonly onChange: (keys: string[]) => void }
  /** Rows that can be chosen for something that is done with all of them. */
  readonly selection?: RowSelection<Row>
}

export interface RowSelection<Row> {
  readonly rows: readonly Row[]
  readonly onChange: (rows: Row[]) => void
}

// Asked for with the page, not when the rows have come: both are on their way at the same time.
const loadedRows = typeof window === 'undefined' ? undefined : import('./list-rows.tsx')
const ListRows = lazy(async () => ({
  default: (await (loadedRows ?? import('./list-rows.tsx'))).ListRows,
})) as unknown as typeof LoadedListRows // lazy() forgets that the component is generic

const SKELETON_ROWS = ['1', '2', '3', '4', '5', '6', '7', '8']

/** The one table: 36 px rows, sorted by the server, a page at a time, live without jumping. */
export function ListTable<Row, Filter, Field extends string>(props: ListTableProps<Row, Filter, Field>) {
  const { list, label } = props
  if (list.failure && !list.rows) return <Failure error={list.failure} onRetry={list.reload} />
  if (!list.rows) return <TableSkeleton label={label} />
  const isFiltered = askedCount(list.spec.filters, list.state.filters) > 0
  return (
    <Stack gap="xs" className={classes.wrap}>
      {list.failure && <Failure error={list.failure} onRetry={list.reload} />}
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
        <Suspense fallback={<TableSkeleton label={label} />}>
          <ListRows {...props} rows={list.rows} />
        </Suspense>
      )}
      <Pager
        label={label}
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
