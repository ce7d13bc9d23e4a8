import type { Column } from '../list/list-table.tsx'
import { text } from '../messages/text.ts'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'

/** The cluster of a row, as a link to it. */
export function clusterLinkColumn<
  Row extends { readonly cluster: { readonly id: string; readonly name: string } },
>(): Column<Row, 'CLUSTER'> {
  return {
    key: 'cluster',
    title: text('asset.cluster'),
    sort: 'CLUSTER',
    data: 'cluster.name',
    render: (row) => (
      <ScopedLink path="/clusters/view" parameters={{ id: row.cluster.id }} size="sm">
        <Short width="clamp(100px, 9vw, 200px)">{row.cluster.name}</Short>
      </ScopedLink>
    ),
  }
}
