'use client'

import { Button, Code, Group, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ResultOf } from 'gql.tada'
import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { type ShortColumn, ShortTable, TableWaiting } from '../parts/short-table.tsx'
import { ToneTag } from '../parts/tag.tsx'

const AuditQuery = graphql(`
  query AuditTrail($after: String, $filter: AuditEntryFilter) {
    auditEntries(first: 50, after: $after, filter: $filter) {
      nodes {
        at
        actor
        address
        action
        target
        result
        details {
          name
          value
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

type Row = ResultOf<typeof AuditQuery>['auditEntries']['nodes'][number]

const columns: readonly ShortColumn<Row>[] = [
  { key: 'at', title: text('audit.at'), render: (row) => <Ago at={row.at} /> },
  { key: 'actor', title: text('audit.actor'), render: (row) => <Code>{row.actor}</Code> },
  { key: 'address', title: text('access.address'), render: (row) => row.address || text('asset.nothing') },
  { key: 'action', title: text('audit.action'), part: 'name', render: (row) => <b>{row.action}</b> },
  { key: 'target', title: text('audit.target'), render: (row) => aboutOf(row) || text('asset.nothing') },
  {
    key: 'result',
    title: text('audit.result'),
    render: (row) => <ToneTag tone={row.result === 'OK' ? 'good' : 'warning'}>{row.result}</ToneTag>,
  },
]

const SETTLE_MS = 300

/** Who did what, when and from where, the newest first. */
export function AuditTrail() {
  const [typed, setTyped] = useState('')
  const [sought] = useDebouncedValue(typed.trim(), SETTLE_MS)
  const [after, setAfter] = useState<string>()
  const [{ data, error }, reload] = useQuery({
    query: AuditQuery,
    variables: { after, filter: sought === '' ? undefined : { text: sought } },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Stack gap="sm">
      <TextInput
        aria-label={text('audit.search')}
        placeholder={text('audit.search')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAfter(undefined)
        }}
        maw={360}
      />
      {error && <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />}
      {!data && !error && <TableWaiting label={text('settings.part.audit')} />}
      {data &&
        (data.auditEntries.nodes.length === 0 ? (
          <Nothing title={text('audit.none')} advice={text('audit.noneAdvice')} />
        ) : (
          <ShortTable
            label={text('settings.part.audit')}
            columns={columns}
            rows={data.auditEntries.nodes}
            rowKey={(row) => `${row.at} ${row.actor} ${row.action} ${row.target}`}
          />
        ))}
      <Group justify="flex-end" gap="xs">
        {after !== undefined && (
          <Button size="xs" variant="default" onClick={() => setAfter(undefined)}>
            {text('audit.newest')}
          </Button>
        )}
        {data?.auditEntries.pageInfo.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            onClick={() => setAfter(data.auditEntries.pageInfo.endCursor ?? undefined)}
          >
            {text('audit.older')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function aboutOf({ target, details }: Row): string {
  return [target, ...details.map(({ name, value }) => `${name}: ${value}`)].filter(Boolean).join(' · ')
}
