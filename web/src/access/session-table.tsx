'use client'

import { Button, Group, Stack, Title } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { useState } from 'react'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Short } from '../parts/short.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { ConfirmedButton } from './confirmed-button.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { Rights } from './rights.tsx'
import { sessionList } from './session-list.ts'

const RevokeSessionMutation = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) {
    payload: revokeSession(input: $input) {
      revokedSessionId
      userErrors {
        field
        code
        message
      }
    }
  }
`)

type Row = ResultOf<typeof sessionList.page>['list']['nodes'][number]

const columns: readonly Column<Row, (typeof sessionList.orderFields)[number]>[] = [
  { key: 'name', title: text('access.name'), sort: 'NAME', render: (row) => <Name session={row} /> },
  {
    key: 'role',
    title: text('access.role'),
    sort: 'ROLE',
    render: (row) => <Rights role={row.role} scope={row.scope} />,
  },
  {
    key: 'address',
    title: text('access.address'),
    sort: 'ADDRESS',
    render: (row) => (
      <Short width="clamp(140px, 16vw, 320px)">{[row.address, row.userAgent].filter(Boolean).join(' · ')}</Short>
    ),
  },
  { key: 'created', title: text('access.created'), sort: 'CREATED', render: (row) => <Ago at={row.created} /> },
  { key: 'lastUsed', title: text('access.lastUsed'), sort: 'LAST_USED', render: (row) => <Ago at={row.lastUsed} /> },
  { key: 'expires', title: text('access.expires'), sort: 'EXPIRES', render: (row) => <Ago at={row.expires} /> },
  { key: 'end', title: text('list.actions'), align: 'right', isActions: true, render: (row) => <End session={row} /> },
]

/** Browsers that are logged in, and links that log others in. */
export function SessionTable() {
  const list = useList(sessionList, { prefix: 'sessions' })
  const [adding, setAdding] = useState(false)
  return (
    <Stack gap="sm" component="section" aria-label={text('access.sessions')}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {text('access.sessions')}
        </Title>
        <Button size="xs" variant="default" onClick={() => setAdding(true)}>
          {text('access.addLink')}
        </Button>
      </Group>
      <ListBar label={text('access.sessions')} list={list} columns={columns} />
      <ListTable
        list={list}
        label={text('access.sessions')}
        columns={columns}
        rowLabel={(row) => row.name}
        empty={<Nothing title={text('access.noSessions')} advice={text('access.noSessionsAdvice')} />}
      />
      {adding && <LinkDialog onClose={() => setAdding(false)} />}
    </Stack>
  )
}

function Name({ session }: { readonly session: Row }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <b>{session.name}</b>
      {session.current && <ToneTag tone="busy">{text('access.thisSession')}</ToneTag>}
    </Group>
  )
}

/** One's own session ends by logging out. */
function End({ session }: { readonly session: Row }) {
  const revoke = useAction(RevokeSessionMutation)
  if (session.current) return null
  return (
    <ConfirmedButton
      label={text('access.end')}
      title={text('access.endOf', { name: session.name })}
      question={text('access.endAsk', { name: session.name })}
      running={revoke.running}
      onConfirm={() => void revoke.run({ input: { session: session.id } })}
    />
  )
}
