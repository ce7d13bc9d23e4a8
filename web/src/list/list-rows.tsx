'use client'

import { VisuallyHidden } from '@mantine/core'
import { IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { DataTable, type DataTableColumn } from 'mantine-datatable'
import { type KeyboardEvent, useMemo } from 'react'
import { text } from '../messages/text.ts'
import { shownColumns } from './column-choice.ts'
import classes from './list-table.module.css'
import type { Column, ListTableProps } from './list-table.tsx'

/** The rows of a list page. */
export function ListRows<Row, Filter, Field extends string>({
  list,
  rows,
  label,
  columns,
  onOpen,
  rowLabel,
  isGone,
  expansion,
  expanded,
  selection,
}: ListTableProps<Row, Filter, Field> & { readonly rows: readonly Row[] }) {
  const { spec, state, glowing } = list
  const shown = useMemo(
    () => shownColumns(columns, state.columns).map((column) => dataTableColumn(column)),
    [columns, state.columns],
  )
  const opens = onOpen !== undefined || expansion !== undefined
  return (
    <DataTable<Row>
      aria-label={label}
      records={[...rows]}
      columns={shown}
      idAccessor={spec.key}
      highlightOnHover={opens}
      verticalSpacing={0}
      horizontalSpacing="xs"
      pinLastColumn={columns.at(-1)?.isActions === true}
      fz="sm"
      // Empty lists never come here; the library would have "No records" read out behind every table.
      emptyState={<span hidden />}
      withTableBorder
      borderRadius="sm"
      classNames={{ root: classes.root, table: classes.table, header: classes.header }}
      sortStatus={{ columnAccessor: state.order.field, direction: state.order.direction === 'ASC' ? 'asc' : 'desc' }}
      onSortStatusChange={({ columnAccessor, direction }) => {
        const field = spec.orderFields.find((each) => each === columnAccessor)
        if (field !== undefined) state.setOrder({ field, direction: direction === 'asc' ? 'ASC' : 'DESC' })
      }}
      sortIcons={{
        sorted: <IconArrowUp size={14} />,
        unsorted: <IconArrowsSort size={14} className={classes.unsorted} />,
      }}
      rowClassName={(row) => rowClass(glowing.has(spec.key(row)), isGone?.(row) ?? false)}
      {...(onOpen && { onRowClick: ({ record }) => onOpen(record) })}
      {...(selection && {
        selectedRecords: [...selection.rows],
        onSelectedRecordsChange: (records: Row[]) => selection.onChange(records),
        allRecordsSelectionCheckboxProps: { 'aria-label': text('list.chooseAll'), size: 'xs' },
        getRecordSelectionCheckboxProps: (row: Row) => ({
          'aria-label': text('list.choose', { row: rowLabel(row) }),
          size: 'xs',
        }),
      })}
      {...(expansion && {
        rowExpansion: {
          allowMultiple: true,
          content: ({ record }) => expansion(record),
          ...(expanded && {
            expanded: {
              recordIds: [...expanded.keys],
              onRecordIdsChange: (keys: unknown[]) => expanded.onChange(keys.map(String)),
            },
          }),
        },
      })}
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
    title: column.isActions ? <VisuallyHidden>{column.title}</VisuallyHidden> : column.title,
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
