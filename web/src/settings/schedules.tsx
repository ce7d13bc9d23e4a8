'use client'

import { Autocomplete, Button, Code, Group, Stack, Switch, Table, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ResultOf } from 'gql.tada'
import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { TableFrame, TableWaiting } from './table-frame.tsx'

const SchedulesQuery = graphql(`
  query Schedules {
    schedules {
      kind
      cron
      timeZone
      enabled
      stored
      nextRun
      updated
    }
  }
`)

const UpdateScheduleMutation = graphql(`
  mutation UpdateSchedule($input: UpdateScheduleInput!) {
    payload: updateSchedule(input: $input) {
      schedule {
        kind
        cron
        timeZone
        enabled
        stored
        nextRun
        updated
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

type Schedule = ResultOf<typeof SchedulesQuery>['schedules'][number]

/** What runs by itself, and when. */
export function Schedules() {
  const [{ data, error }, reload] = useQuery({ query: SchedulesQuery, requestPolicy: 'cache-and-network' })
  const [edited, setEdited] = useState<Schedule>()
  const { run } = useAction(UpdateScheduleMutation)
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.schedules')} />
  }
  if (data.schedules.length === 0) {
    return <Nothing title={text('schedule.none')} advice={text('schedule.noneAdvice')} />
  }
  return (
    <>
      <TableFrame label={text('settings.part.schedules')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('task.kind')}</Table.Th>
            <Table.Th>{text('schedule.cron')}</Table.Th>
            <Table.Th>{text('schedule.timeZone')}</Table.Th>
            <Table.Th>{text('schedule.nextRun')}</Table.Th>
            <Table.Th>{text('schedule.origin')}</Table.Th>
            <Table.Th>{text('schedule.enabled')}</Table.Th>
            <Table.Th>
              <span className="bw-hidden">{text('action.edit')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.schedules.map((schedule) => (
            <Table.Tr key={schedule.kind}>
              <Table.Td fw={500}>{text(`taskKind.${schedule.kind}`)}</Table.Td>
              <Table.Td>
                <Code style={{ whiteSpace: 'nowrap' }}>{schedule.cron}</Code>
              </Table.Td>
              <Table.Td>{schedule.timeZone}</Table.Td>
              <Table.Td>{schedule.enabled ? <Ago at={schedule.nextRun} /> : text('asset.nothing')}</Table.Td>
              <Table.Td>{text(schedule.stored ? 'schedule.stored' : 'schedule.configured')}</Table.Td>
              <Table.Td>
                <Switch
                  checked={schedule.enabled}
                  aria-label={text('schedule.enable', { kind: text(`taskKind.${schedule.kind}`) })}
                  onChange={(event) =>
                    void run({ input: { kind: schedule.kind, enabled: event.currentTarget.checked } })
                  }
                />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={text('schedule.edit', { kind: text(`taskKind.${schedule.kind}`) })}
                  onClick={() => setEdited(schedule)}
                >
                  {text('action.edit')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </TableFrame>
      <Text size="sm" c="dimmed">
        {text('schedule.note')}
      </Text>
      {edited && <ScheduleDialog schedule={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

function ScheduleDialog({ schedule, onClose }: { readonly schedule: Schedule; readonly onClose: () => void }) {
  const { run, running } = useAction(UpdateScheduleMutation, { quiet: true })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { cron: schedule.cron, timeZone: schedule.timeZone },
    validate: { cron: (cron) => (cron.trim().split(/\s+/).length === 5 ? null : text('schedule.fiveFields')) },
  })

  async function save(values: { cron: string; timeZone: string }): Promise<void> {
    const outcome = await run({
      input: { kind: schedule.kind, cron: values.cron.trim(), timeZone: values.timeZone.trim() },
    })
    if (outcome.ok) onClose()
    else form.setFieldError(outcome.field === 'timeZone' ? 'timeZone' : 'cron', outcome.message)
  }

  return (
    <Dialog onClose={onClose} title={text('schedule.edit', { kind: text(`taskKind.${schedule.kind}`) })}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack>
          <TextInput
            label={text('schedule.cron')}
            description={text('schedule.cronAdvice')}
            key={form.key('cron')}
            {...form.getInputProps('cron')}
          />
          <Autocomplete
            label={text('schedule.timeZone')}
            description={text('schedule.timeZoneAdvice')}
            data={Intl.supportedValuesOf('timeZone')}
            limit={20}
            key={form.key('timeZone')}
            {...form.getInputProps('timeZone')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={running}>
              {text('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
