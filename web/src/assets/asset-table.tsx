'use client'

import { Stack } from '@mantine/core'
import { ListBar } from '../list/list-bar.tsx'
import type { ListSpec } from '../list/list-spec.ts'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { useOpenDetails } from '../parts/details-link.tsx'
import { Nothing } from '../parts/nothing.tsx'

/** A list of one kind of asset: filters above, details in the drawer. */
export function AssetTable<
  Row extends { readonly id: string; readonly name: string; readonly present: boolean },
  Filter,
  Field extends string,
>({
  spec,
  columns,
  label,
  within,
}: {
  readonly spec: ListSpec<Row, Filter, Field>
  readonly columns: readonly Column<Row, NoInfer<Field>>[]
  readonly label: string
  readonly within: Partial<Filter>
}) {
  const list = useList(spec, { within })
  const [, setOpen] = useOpenDetails()
  return (
    <Stack gap="sm">
      <ListBar label={label} list={list} columns={columns} />
      <ListTable
        list={list}
        label={label}
        columns={columns}
        onOpen={(row) => void setOpen(row.id)}
        rowLabel={(row) => text('asset.openDetails', { name: row.name })}
        isGone={(row) => !row.present}
        empty={<Nothing title={text('asset.none', { label })} advice={text('asset.noneAdvice')} />}
      />
    </Stack>
  )
}
