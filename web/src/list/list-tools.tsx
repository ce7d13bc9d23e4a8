'use client'

import { Group } from '@mantine/core'
import { fileColumns, shownColumns } from './column-choice.ts'
import { ColumnMenu } from './column-menu.tsx'
import { ExportMenu } from './export-menu.tsx'
import { listName } from './list-name.ts'
import type { Column } from './list-table.tsx'
import type { List } from './use-list.ts'
import { ViewMenu } from './view-menu.tsx'

export interface ListToolsProps<Row, Filter, Field extends string> {
  readonly label: string
  readonly list: List<Row, Filter, Field>
  readonly columns: readonly Column<Row, NoInfer<Field>>[]
}

/** What can be done with a list: its columns, its saved views, and taking it elsewhere. */
export function ListTools<Row, Filter, Field extends string>({
  label,
  list,
  columns,
}: ListToolsProps<Row, Filter, Field>) {
  return (
    <Group gap={4} role="group" aria-label={label} wrap="nowrap">
      <ViewMenu label={label} list={list} />
      <ColumnMenu label={label} columns={columns} state={list.state} />
      <ExportMenu
        label={label}
        list={listName(list.spec.page)}
        columns={fileColumns(shownColumns(columns, list.state.columns))}
        document={list.spec.page}
        variables={{ ...list.variables }}
      />
    </Group>
  )
}
