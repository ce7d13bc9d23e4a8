'use client'

import { Button, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Scalar } from '../../api/graphql.ts'
import { formatNumber, text } from '../../messages/text.ts'
import { Nothing } from '../../parts/nothing.tsx'
import { Notice } from '../../parts/notice.tsx'
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx'
import type { UnreadData } from './rights-query.ts'

const REASONS = [
  'FORBIDDEN',
  'NOT_IN_SNAPSHOT',
  'FAILED',
  'NOT_YET_READ',
] as const satisfies readonly Scalar<'CoverageReason'>[]
const FIRST = 50
const MORE = 200

/** A reason of coverage, in words where it has some. */
function reasonText(reason: string): string {
  const known = REASONS.find((each) => each === reason)
  return known ? text(`coverageReason.${known}`) : reason
}

/** An answer: how many, what could not be read for it, and the rows, some at a time. */
export function AnswerTable<Row>({
  title,
  columns,
  rows,
  total,
  unread,
  rowKey,
  none,
}: {
  readonly title: string
  readonly columns: readonly ShortColumn<Row>[]
  readonly rows: readonly Row[]
  /** Of which the rows may be the first. */
  readonly total: number
  readonly unread: readonly UnreadData[]
  readonly rowKey: (row: Row) => string
  readonly none: { readonly title: string; readonly advice: string }
}) {
  const [most, setMost] = useState(FIRST)
  // Two may be told in the same words: a role may hold a rule twice.
  const shown = rows.slice(0, most).map((row, at) => ({ row, key: `${at} ${rowKey(row)}` }))
  return (
    <>
      <Group gap="xs" role="status">
        <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {text('rights.total', { count: total })}
        </Text>
      </Group>
      {unread.length > 0 && (
        <Notice tone="warning" title={text('rights.unread')}>
          {unread.map(({ kind, reason }) => text('coverage.gap', { kind, reason: reasonText(reason) })).join('. ')}
        </Notice>
      )}
      {rows.length < total && (
        <Text size="sm" c="dimmed">
          {text('rights.bounded', { shown: formatNumber(rows.length), count: total })}
        </Text>
      )}
      {rows.length === 0 ? (
        <Nothing {...none} />
      ) : (
        <ShortTable
          label={title}
          columns={columns.map((column) => ({
            ...column,
            render: ({ row }: { readonly row: Row }) => column.render(row),
          }))}
          rows={shown}
          rowKey={({ key }) => key}
        />
      )}
      {rows.length > most && (
        <Button variant="default" size="xs" style={{ alignSelf: 'start' }} onClick={() => setMost(most + MORE)}>
          {text('rights.more', { count: rows.length - most })}
        </Button>
      )}
    </>
  )
}
