'use client'

import { Paper } from '@mantine/core'
import { useEffect } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { Facts } from '../assets/details/parts.tsx'
import { duration } from '../messages/relative-time.ts'
import { type PlainMessageKey, text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { Notice } from '../parts/notice.tsx'
import { TableWaiting } from '../parts/short-table.tsx'

const StatusQuery = graphql(`
  query Status {
    status {
      version
      database
      role
      now
      timeZone
      changeLagMs
      oldestTransactionMs
      retentionDays
      dataFolder
    }
  }
`)

const POLL_MS = 5_000
/** From here on an open transaction is held to be forgotten: it keeps changes from being told. */
const LONG_TRANSACTION_MS = 30_000

/** How the server is. */
export function StatusPart() {
  const [{ data, error }, reload] = useQuery({ query: StatusQuery, requestPolicy: 'cache-and-network' })
  useEffect(() => {
    const timer = setInterval(() => reload({ requestPolicy: 'network-only' }), POLL_MS)
    return () => clearInterval(timer)
  }, [reload])
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.status')} />
  }
  const { status } = data
  return (
    <>
      {status.oldestTransactionMs > LONG_TRANSACTION_MS && (
        <Notice tone="warning" title={text('status.longTransaction')}>
          {text('status.longTransactionAdvice')}
        </Notice>
      )}
      <Paper withBorder p="md" className="bw-raised">
        <Facts
          facts={[
            [text('status.version'), status.version],
            [text('status.database'), status.database],
            [text('status.role'), roleOf(status.role)],
            [text('status.dataFolder'), status.dataFolder],
            [text('schedule.timeZone'), status.timeZone],
            [text('status.retention'), text('time.days', { count: status.retentionDays })],
            [text('status.changeLag'), duration(status.changeLagMs)],
            [text('status.oldestTransaction'), duration(status.oldestTransactionMs)],
          ]}
        />
      </Paper>
    </>
  )
}

const ROLES: Readonly<Record<string, PlainMessageKey>> = {
  all: 'status.role.all',
  server: 'status.role.server',
}

/** What the process that answers does; one that only runs tasks answers nobody. */
function roleOf(role: string): string {
  const key = ROLES[role]
  return key === undefined ? role : text(key)
}
