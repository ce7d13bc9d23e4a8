'use client'

import { ActionIcon, Group, Menu, Progress, SegmentedControl, Text } from '@mantine/core'
import { IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react'
import type { ResultOf } from 'gql.tada'
import { useMemo } from 'react'
import type { Scalar } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { duration } from '../messages/relative-time.ts'
import { text } from '../messages/text.ts'
import { Ago, useNow } from '../parts/ago.tsx'
import { Expansion, ExpansionRoom } from '../parts/expansion.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Short } from '../parts/short.tsx'
import { useMay } from '../shell/use-may.ts'
import { LinkedTask } from './linked-task.tsx'
import classes from './task.module.css'
import { useTaskEvents } from './task-feed.tsx'
import { TaskItems } from './task-items.tsx'
import { type TaskRowFragment, taskList } from './task-list.ts'
import { CancelTaskMutation, RetryTaskMutation } from './task-mutations.ts'
import { TASK_PREFIX, useTaskPanel } from './task-panel-url.ts'
import { TaskStateTag } from './task-state-tag.tsx'

type TaskRow = ResultOf<typeof TaskRowFragment>

const HOUR_MS = 3_600_000
const SINCE_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const
const RELOAD_MS = 300

type Field = (typeof taskList.orderFields)[number]

const kindColumn: Column<TaskRow, Field> = {
  key: 'kind',
  title: text('task.kind'),
  sort: 'KIND',
  render: (row) => text(`taskKind.${row.kind}`),
}

const columns: readonly Column<TaskRow, Field>[] = [
  {
    key: 'target',
    title: text('task.target'),
    sort: 'TARGET',
    render: (row) => (
      <b>
        <Short width="260px">{row.target}</Short>
      </b>
    ),
  },
  { key: 'state', title: text('asset.state'), sort: 'STATE', render: (row) => <StateCell task={row} /> },
  { key: 'progress', title: text('task.progress'), sort: 'PROGRESS', render: (row) => <Bar task={row} /> },
  {
    key: 'items',
    title: text('task.items'),
    sort: 'ITEMS',
    data: ['itemCounts.total', 'itemCounts.failed'],
    render: (row) => <Items counts={row.itemCounts} />,
  },
  {
    key: 'source',
    title: text('task.source'),
    sort: 'SOURCE',
    render: (row) => text(`taskSource.${row.source}`),
  },
  {
    key: 'created',
    title: text('task.started'),
    sort: 'CREATED',
    data: ['created', 'started'],
    render: (row) => <Ago at={row.started ?? row.created} />,
  },
  {
    key: 'duration',
    title: text('task.duration'),
    sort: 'DURATION',
    data: ['started', 'finished'],
    align: 'right',
    render: (row) => <Duration task={row} />,
  },
  {
    key: 'actions',
    title: text('list.actions'),
    align: 'right',
    isActions: true,
    render: (row) => <Actions task={row} />,
  },
]

/** Tasks of the given kinds; rows move by themselves, each opens to its items. */
export function TaskTable({ kinds, showKind }: { readonly kinds: Scalar<'TaskKind'>[]; readonly showKind: boolean }) {
  const { since, setSince, openTasks, setOpenTasks } = useTaskPanel()
  // To the minute, so that the filter stays the same while the panel is open.
  const createdAfter = useMemo(
    () => (since === null ? null : new Date(Math.floor(Date.now() / 60_000) * 60_000 - SINCE_MS[since]).toISOString()),
    [since],
  )
  const list = useList(taskList, {
    within: { kinds, ...(createdAfter !== null && { createdAfter }) },
    prefix: TASK_PREFIX,
  })
  const isListed = (id: string) => list.rows?.some((row) => row.id === id) ?? false
  useTaskEvents((event) => {
    if (
      (event.kind !== undefined && !kinds.includes(event.kind)) ||
      list.state.position.after !== null ||
      list.state.position.before !== null
    )
      return
    if (isListed(event.id) === event.removed) setTimeout(list.reload, RELOAD_MS)
  })
  return (
    <>
      <Group gap="xs" justify="space-between">
        <ListBar label={text('task.tasks')} list={list} columns={showKind ? [kindColumn, ...columns] : columns} />
        <SegmentedControl
          size="xs"
          aria-label={text('task.since')}
          value={since ?? 'all'}
          onChange={(next) => setSince(next === 'all' ? null : (next as keyof typeof SINCE_MS))}
          data={[
            { value: 'all', label: text('task.sinceAll') },
            { value: 'hour', label: text('task.sinceHour') },
            { value: 'day', label: text('task.sinceDay') },
            { value: 'week', label: text('task.sinceWeek') },
          ]}
        />
      </Group>
      {list.rows && openTasks.filter((id) => !isListed(id)).map((id) => <LinkedTask key={id} id={id} />)}
      <ExpansionRoom>
        <ListTable
          list={list}
          label={text('task.tasks')}
          columns={showKind ? [kindColumn, ...columns] : columns}
          rowLabel={(row) => text('task.open', { target: row.target, state: text(`taskState.${row.state}`) })}
          expansion={(row) => (
            <Expansion>
              <TaskItems task={row} />
            </Expansion>
          )}
          expanded={{ keys: openTasks, onChange: setOpenTasks }}
          empty={<Nothing title={text('task.none')} advice={text('task.noneAdvice')} />}
        />
      </ExpansionRoom>
    </>
  )
}

function StateCell({ task }: { readonly task: TaskRow }) {
  return (
    <Group gap={6} wrap="nowrap">
      <TaskStateTag state={task.state} cancelRequested={task.cancelRequested} />
      {task.state === 'RUNNING' && task.stage !== '' && (
        <Text component="span" size="xs" c="dimmed">
          {task.stage}
        </Text>
      )}
    </Group>
  )
}

function Bar({ task }: { readonly task: TaskRow }) {
  return (
    <span className={classes.bar}>
      <Progress
        value={task.progress}
        size="sm"
        aria-label={text('task.progressValue', { progress: task.progress })}
        {...(task.state === 'FAILED' || task.state === 'TIMED_OUT' ? { color: 'red' } : {})}
      />
      <Text component="span" size="xs">
        {text('task.percent', { progress: task.progress })}
      </Text>
    </span>
  )
}

function Items({ counts }: { readonly counts: TaskRow['itemCounts'] }) {
  const done = counts.succeeded + counts.failed + counts.cancelled
  return (
    <span>
      {text('task.itemsOf', { done, count: counts.total })}
      {counts.failed > 0 && (
        <Text component="span" size="sm" c="var(--bw-tone-bad-text)" ml={6}>
          {text('task.itemsFailed', { count: counts.failed })}
        </Text>
      )}
    </span>
  )
}

function Duration({ task }: { readonly task: TaskRow }) {
  const now = useNow()
  if (task.started === null) return <>{text('asset.nothing')}</>
  return <>{duration((task.finished === null ? now : Date.parse(task.finished)) - Date.parse(task.started))}</>
}

function Actions({ task }: { readonly task: TaskRow }) {
  const cancel = useAction(CancelTaskMutation)
  const retry = useAction(RetryTaskMutation)
  if (!useMay('OPERATOR')) return null
  if (task.cancellable) {
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={text('task.cancel', { target: task.target })}
        title={text('task.cancelShort')}
        disabled={task.cancelRequested}
        loading={cancel.running}
        onClick={(event) => {
          event.stopPropagation()
          void cancel.run({ input: { task: task.id } })
        }}
      >
        <IconPlayerStop size={16} aria-hidden />
      </ActionIcon>
    )
  }
  if (!task.retryable) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={text('task.retry', { target: task.target })}
          title={text('task.retryShort')}
          loading={retry.running}
          onClick={(event) => event.stopPropagation()}
        >
          <IconRotateClockwise size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        <Menu.Item
          disabled={task.itemCounts.failed === 0}
          onClick={() => void retry.run({ input: { task: task.id, failedItemsOnly: true } })}
        >
          {text('task.retryFailed', { count: task.itemCounts.failed })}
        </Menu.Item>
        <Menu.Item onClick={() => void retry.run({ input: { task: task.id, failedItemsOnly: false } })}>
          {text('task.retryAll')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
