'use client'

import { Code, Stack } from '@mantine/core'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { useOpenDetails } from '../parts/details-link.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { numberColumn } from './columns.tsx'
import { imageDetailsId } from './image-details-id.ts'
import { imageInUseList } from './image-list.ts'
import type { Within } from './tables.tsx'

interface ImageRow {
  readonly image: string
  readonly reference: string
  readonly digest: string | null
  readonly containers: number
  readonly namespaces: number
  readonly clusters: number
}

const columns: readonly Column<ImageRow, (typeof imageInUseList.orderFields)[number]>[] = [
  { key: 'reference', title: text('asset.image'), sort: 'IMAGE', render: (row) => <Reference of={row.reference} /> },
  {
    key: 'digest',
    title: text('container.digest'),
    sort: 'DIGEST',
    render: (row) =>
      row.digest === null ? (
        text('image.digestUnknown')
      ) : (
        <Code fz="xs" title={row.digest}>
          {row.digest.slice(0, 19)}
        </Code>
      ),
  },
  numberColumn('containers', text('asset.containers'), (row) => row.containers, 'CONTAINERS'),
  numberColumn('namespaces', text('asset.namespaces'), (row) => row.namespaces, 'NAMESPACES'),
  numberColumn('clusters', text('asset.clusters'), (row) => row.clusters, 'CLUSTERS'),
]

/** Images that run within the scope, with how much uses each. */
export function ImageTable({ scope }: { readonly scope: Within }) {
  const list = useList(imageInUseList, { within: { scope } })
  const [, setOpen] = useOpenDetails()
  return (
    <Stack gap="sm">
      <ListBar label={text('asset.images')} list={list} columns={columns} />
      <ListTable
        list={list}
        label={text('asset.images')}
        columns={columns}
        onOpen={(row) => void setOpen(imageDetailsId(row.image))}
        rowLabel={(row) => text('asset.openDetails', { name: row.reference })}
        empty={
          <Nothing title={text('asset.none', { label: text('asset.images') })} advice={text('asset.noneAdvice')} />
        }
      />
    </Stack>
  )
}

/** Without its digest, which has a column of its own and would push the others out of sight. */
function Reference({ of: reference }: { readonly of: string }) {
  const [name] = reference.split('@')
  return <span title={reference}>{name}</span>
}
