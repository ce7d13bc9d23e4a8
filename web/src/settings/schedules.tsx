'use client'

import { Autocomplete, Button, Code, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
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
import { Marked } from '../parts/marked.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { type ShortColumn, ShortTable, TableWaiting } from '../parts/short-table.tsx'
import { useMay } from '../shell/use-may.ts'

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
  const mayEdit = useMay('ADMINISTRATOR')
  const [edited, setEdited] = useState<Schedule>()
  const { run } = useAction(UpdateScheduleMutation)
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.schedules')} />
  }
  if (data.schedules.length === 0) {
    return <Nothing title={text('schedule.none')} advice={text('schedule.noneAdvice')} />
  }
  const enabled: ShortColumn<Schedule> = {
    key: 'enabled',
    title: text('schedule.enabled'),
    render: (schedule) => (
      <Switch
        checked={schedule.enabled}
        aria-label={text('schedule.enable', { kind: text(`taskKind.${schedule.kind}`) })}
        onChange={(event) => void run({ input: { kind: schedule.kind, enabled: event.currentTarget.checked } })}
      />
    ),
  }
  const actions: ShortColumn<Schedule> = {
    key: 'actions',
    title: text('list.actions'),
    part: 'actions',
    align: 'right',
    render: (schedule) => (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={text('schedule.edit', { kind: text(`taskKind.${schedule.kind}`) })}
        onClick={() => setEdited(schedule)}
      >
        {text('action.edit')}
      </Button>
    ),
  }
  return (
    <>
      <ShortTable
        label={text('settings.part.schedules')}
        columns={mayEdit ? [...columns, enabled, actions] : [...columns, enabled]}
        rows={data.schedules}
        rowKey={(schedule) => schedule.kind}
      />
      <Text size="sm" c="dimmed">
        {text('schedule.note')}
      </Text>
      {edited && <ScheduleDialog schedule={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

const columns: readonly ShortColumn<Schedule>[] = [
  { key: 'kind', title: text('task.kind'), part: 'name', render: ({ kind }) => <b>{text(`taskKind.${kind}`)}</b> },
  {
    key: 'cron',
    title: text('schedule.cron'),
    render: ({ cron }) => <Code style={{ whiteSpace: 'nowrap' }}>{cron}</Code>,
  },
  { key: 'timeZone', title: text('schedule.timeZone'), render: (schedule) => schedule.timeZone },
  {
    key: 'nextRun',
    title: text('schedule.nextRun'),
    render: (schedule) => (schedule.enabled ? <Ago at={schedule.nextRun} /> : text('asset.nothing')),
  },
  {
    key: 'origin',
    title: text('schedule.origin'),
    render: ({ stored }) => text(stored ? 'schedule.stored' : 'schedule.configured'),
  },
]

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
            description={<Marked text={text('schedule.cronAdvice')} />}
            data-autofocus
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
