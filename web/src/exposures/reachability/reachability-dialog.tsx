'use client'

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useClient } from 'urql'
import type { Scalar } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { explain } from '../../parts/failure.tsx'
import { Notice } from '../../parts/notice.tsx'
import { ReachabilityAnswer } from './reachability-answer.tsx'
import { type Reachability, ReachabilityQuery } from './reachability-query.ts'
import { OUTSIDE, SourceSelect } from './source-select.tsx'

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const satisfies readonly Scalar<'TransportProtocol'>[]

/** Asks whether somebody may reach a port of a workload, and shows which policies decide that. */
export function ReachabilityDialog({
  workload,
  onClose,
}: {
  readonly workload: { readonly id: string; readonly name: string; readonly cluster: { readonly id: string } }
  readonly onClose: () => void
}) {
  const client = useClient()
  const [from, setFrom] = useState(OUTSIDE)
  const [port, setPort] = useState('')
  const [protocol, setProtocol] = useState<(typeof PROTOCOLS)[number]>('TCP')
  const [running, setRunning] = useState(false)
  const [answer, setAnswer] = useState<Reachability>()
  const [refused, setRefused] = useState<string>()

  function clear(): void {
    setAnswer(undefined)
    setRefused(undefined)
  }

  async function ask(event: FormEvent): Promise<void> {
    event.preventDefault()
    clear()
    setRunning(true)
    const variables = { from: from === OUTSIDE ? null : from, to: workload.id, port: port.trim(), protocol }
    // Policies may have changed since it was last asked.
    const result = await client.query(ReachabilityQuery, variables, { requestPolicy: 'network-only' }).toPromise()
    setRunning(false)
    if (result.data) setAnswer(result.data.reachability)
    else if (result.error) setRefused(explain(result.error).title)
  }

  return (
    <Dialog onClose={onClose} title={text('reach.title', { name: workload.name })}>
      <Stack>
        <form onSubmit={(event) => void ask(event)} onChange={clear}>
          <Stack gap="sm">
            <SourceSelect
              cluster={workload.cluster.id}
              value={from}
              onChange={(next) => {
                clear()
                setFrom(next)
              }}
            />
            <Group gap="sm" align="start" grow>
              <TextInput
                label={text('reach.port')}
                description={text('reach.portAdvice')}
                required
                value={port}
                onChange={(event) => setPort(event.currentTarget.value)}
                data-autofocus
              />
              <Select
                label={text('reach.protocol')}
                description={text('reach.protocolAdvice')}
                data={PROTOCOLS}
                allowDeselect={false}
                value={protocol}
                onChange={(next) => {
                  clear()
                  setProtocol(PROTOCOLS.find((each) => each === next) ?? 'TCP')
                }}
              />
            </Group>
            <Group justify="space-between" gap="xs">
              <Text size="sm" c="dimmed">
                {text('reach.policiesOnly')}
              </Text>
              <Button type="submit" loading={running}>
                {text('reach.ask')}
              </Button>
            </Group>
          </Stack>
        </form>
        {refused !== undefined && <Notice tone="bad" urgent title={refused} />}
        {answer && <ReachabilityAnswer answer={answer} />}
      </Stack>
    </Dialog>
  )
}
