'use client'

import { Code, Stack } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { auditList } from './audit-list.ts'

type Row = ResultOf<typeof auditList.page>['list']['nodes'][number]

const columns: readonly Column<Row, (typeof auditList.orderFields)[number]>[] = [
  { key: 'at', title: text('audit.at'), sort: 'TIME', render: (row) => <Ago at={row.at} /> },
  { key: 'actor', title: text('audit.actor'), sort: 'ACTOR', render: (row) => <Code>{row.actor}</Code> },
  {
    key: 'address',
    title: text('access.address'),
    sort: 'ADDRESS',
    render: (row) => row.address || text('asset.nothing'),
  },
  { key: 'action', title: text('audit.action'), sort: 'ACTION', render: (row) => <b>{row.action}</b> },
  {
    key: 'result',
    title: text('audit.result'),
    sort: 'RESULT',
    render: (row) => <ToneTag tone={row.result === 'OK' ? 'good' : 'warning'}>{row.result}</ToneTag>,
  },
  {
    key: 'target',
    title: text('audit.target'),
    sort: 'TARGET',
    render: (row) => aboutOf(row) || text('asset.nothing'),
  },
]

/** Who did what, when and from where, the newest first. */
export function AuditTrail() {
  const list = useList(auditList)
  const label = text('settings.part.audit')
  return (
    <Stack gap="sm" component="section" aria-label={label}>
      <ListBar label={label} list={list} columns={columns} />
      <ListTable
        list={list}
        label={label}
        columns={columns}
        rowLabel={(row) => `${row.action} ${row.actor}`}
        empty={<Nothing title={text('audit.none')} advice={text('audit.noneAdvice')} />}
      />
    </Stack>
  )
}

function aboutOf({ target, details }: Row): string {
  return [target, ...details.map(({ name, value }) => `${name}: ${value}`)].filter(Boolean).join(' · ')
}
