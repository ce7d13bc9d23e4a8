import { Paper, Skeleton, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../messages/text.ts'

/** A short table that is shown whole; it scrolls inside on narrow screens. */
export function TableFrame({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder className="bw-raised">
      <Table.ScrollContainer minWidth={640}>
        <Table fz="sm" verticalSpacing="xs" aria-label={label}>
          {children}
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

export function TableWaiting({ label }: { readonly label: string }) {
  return <Skeleton height={200} role="status" aria-busy="true" aria-label={text('list.loading', { label })} />
}
