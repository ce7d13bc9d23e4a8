'use client'

import { Group } from '@mantine/core'
import dynamic from 'next/dynamic'
import { FilterBar } from './filter-bar.tsx'
import type { FilterDefinitions } from './filters.ts'
import type { Column } from './list-table.tsx'
import type { ListTools as LoadedListTools } from './list-tools.tsx'
import type { List } from './use-list.ts'

const ListTools = dynamic(() => import('./list-tools.tsx').then((module) => module.ListTools), {
  ssr: false,
}) as unknown as typeof LoadedListTools // dynamic() forgets that the component is generic

/** What stands above a list: its filters, and what can be done with what they leave. */
export function ListBar<Row, Filter, Field extends string>({
  label,
  list,
  columns,
  definitions = list.spec.filters,
}: {
  readonly label: string
  readonly list: List<Row, Filter, Field>
  readonly columns: readonly Column<Row, NoInfer<Field>>[]
  /** Filters that are offered, when not all of the list's are. */
  readonly definitions?: FilterDefinitions
}) {
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <FilterBar label={label} definitions={definitions} state={list.state} />
      <ListTools label={label} list={list} columns={columns} />
    </Group>
  )
}
