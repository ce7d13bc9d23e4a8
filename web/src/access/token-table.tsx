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
import { ToneTag } from '../parts/tag.tsx'
import { ConfirmedButton } from './confirmed-button.tsx'
import { Rights } from './rights.tsx'
import { TokenDialog } from './token-dialog.tsx'
import { tokenList } from './token-list.ts'

const RevokeTokenMutation = graphql(`
  mutation RevokeToken($input: RevokeTokenInput!) {
    payload: revokeToken(input: $input) {
      revokedTokenId
      userErrors {
        field
        code
        message
      }
    }
  }
`)

type Row = ResultOf<typeof tokenList.page>['list']['nodes'][number]

const columns: readonly Column<Row, (typeof tokenList.orderFields)[number]>[] = [
  { key: 'name', title: text('access.name'), sort: 'NAME', render: (row) => <b>{row.name}</b> },
  {
    key: 'role',
    title: text('access.role'),
    sort: 'ROLE',
    render: (row) => <Rights role={row.role} scope={row.scope} />,
  },
  { key: 'created', title: text('access.created'), sort: 'CREATED', render: (row) => <Ago at={row.created} /> },
  {
    key: 'lastUsed',
    title: text('access.lastUsed'),
    sort: 'LAST_USED',
    render: (row) => (row.lastUsed === null ? text('access.never') : <Ago at={row.lastUsed} />),
  },
  { key: 'expires', title: text('access.expires'), sort: 'EXPIRES', render: (row) => <Expires at={row.expires} /> },
  {
    key: 'revoke',
    title: text('list.actions'),
    align: 'right',
    isActions: true,
    render: (row) => <Revoke token={row} />,
  },
]

/** Tokens for programs: made, shown once, revoked. */
export function TokenTable() {
  const list = useList(tokenList)
  const [adding, setAdding] = useState(false)
  const add = (
    <Button size="xs" onClick={() => setAdding(true)}>
      {text('access.addToken')}
    </Button>
  )
  return (
    <Stack gap="sm" component="section" aria-label={text('access.tokens')}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {text('access.tokens')}
        </Title>
        {add}
      </Group>
      <ListBar label={text('access.tokens')} list={list} columns={columns} />
      <ListTable
        list={list}
        label={text('access.tokens')}
        columns={columns}
        rowLabel={(row) => row.name}
        empty={<Nothing title={text('access.noTokens')} advice={text('access.noTokensAdvice')} />}
      />
      {adding && (
        <TokenDialog
          onClose={() => {
            setAdding(false)
            list.reload()
          }}
        />
      )}
    </Stack>
  )
}

function Expires({ at }: { readonly at: string | null }) {
  if (at === null) return text('access.never')
  if (Date.parse(at) <= Date.now()) return <ToneTag tone="idle">{text('access.expired')}</ToneTag>
  return <Ago at={at} />
}

function Revoke({ token }: { readonly token: Row }) {
  const revoke = useAction(RevokeTokenMutation)
  return (
    <ConfirmedButton
      label={text('access.revoke')}
      title={text('access.revokeOf', { name: token.name })}
      question={text('access.revokeAsk', { name: token.name })}
      running={revoke.running}
      onConfirm={() => void revoke.run({ input: { token: token.id } })}
    />
  )
}
