'use client'

import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import type { FileColumn } from '../list/column-choice.ts'
import { neighbors, type Order, type Position, pageArguments } from '../list/page.ts'
import { Pager } from '../list/pager.tsx'
import { useLatestPage } from '../list/use-latest-page.ts'
import { duration } from '../messages/relative-time.ts'
import { formatNumber, text } from '../messages/text.ts'
import { useNow } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { Marked } from '../parts/marked.tsx'
import { Notice } from '../parts/notice.tsx'
import { type ShortColumn, ShortTable } from '../parts/short-table.tsx'
import classes from './task.module.css'
import { useTaskEvents } from './task-feed.tsx'
import type { TaskRowFragment } from './task-list.ts'
import { LOOKING_KINDS, type LookingKind, TaskResults } from './task-results.tsx'
import { TaskStateTag } from './task-state-tag.tsx'

const ExportMenu = dynamic(() => import('../list/export-menu.tsx').then((module) => module.ExportMenu), { ssr: false })

const TaskItemsQuery = graphql(
  `
    query TaskItems(
      $id: ID!
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: TaskItemFilter
      $orderBy: TaskItemOrder
    ) {
      node(id: $id) {
        __typename
        id
        ... on Task {
          items(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
            nodes {
              id
              targetName
              state
              stage
              progress
              attempt
              added
              modified
              removed
              assetsFound
              results {
                name
                count
              }
              started
              finished
              cause {
                code
                message
                advice
              }
            }
            pageInfo {
              ...PageParts
            }
            totalCount
          }
        }
      }
    }
  `,
  [PageFragment],
)

const FAILED: Scalar<'TaskState'>[] = ['FAILED', 'TIMED_OUT', 'PARTIAL']
const ORDER_FIELDS = [
  'TARGET',
  'STATE',
  'CHANGES',
  'DURATION',
  'CAUSE',
] as const satisfies readonly Scalar<'TaskItemOrderField'>[]
const FIRST_ORDER: Order<(typeof ORDER_FIELDS)[number]> = { field: 'TARGET', direction: 'ASC' }
const REFRESH_MS = 500
const BEGINNING: Position = { after: null, before: null }

/** What a task ran over: each target with its state, its cause of failure and what to do about it. */
export function TaskItems({ task }: { readonly task: ResultOf<typeof TaskRowFragment> }) {
  const [position, setPosition] = useState(BEGINNING)
  const [failedOnly, setFailedOnly] = useState(false)
  const [order, setOrder] = useState(FIRST_ORDER)
  const variables = {
    id: task.id,
    ...pageArguments(position),
    filter: failedOnly ? { states: FAILED } : {},
    orderBy: order,
  }
  const [{ data, error, fetching }, reload] = useQuery({
    query: TaskItemsQuery,
    variables,
    requestPolicy: 'cache-and-network',
  })
  useRefreshWhile(task.id, () => reload({ requestPolicy: 'network-only' }))
  const looking = LOOKING_KINDS.find((kind) => kind === task.kind)
  const items = useLatestPage(data?.node?.__typename === 'Task' ? data.node.items : undefined, error)

  return (
    <Stack gap="xs">
      {task.cause && (
        <Notice tone={task.state === 'PARTIAL' ? 'warning' : 'bad'} title={task.cause.message}>
          {task.cause.advice}
        </Notice>
      )}
      <Group gap="md">
        <SegmentedControl
          size="xs"
          aria-label={text('task.itemsShown')}
          value={failedOnly ? 'failed' : 'all'}
          onChange={(next) => {
            setFailedOnly(next === 'failed')
            setPosition(BEGINNING)
          }}
          data={[
            { value: 'all', label: text('task.itemsAll') },
            { value: 'failed', label: text('task.itemsFailedOnly') },
          ]}
        />
        <Text size="xs" c="dimmed">
          {looking !== undefined
            ? task.startedBy !== '' && task.source === 'API'
              ? text('task.startedBy', { who: task.startedBy })
              : ''
            : task.startedBy === '' || task.source === 'CONSOLE'
              ? text('task.found', { count: task.assetsFound })
              : text('task.foundBy', { count: task.assetsFound, who: task.startedBy })}
        </Text>
        <ExportMenu
          label={text('task.itemsOfTask', { target: task.target })}
          list="taskItems"
          of={task.id}
          columns={looking === undefined ? FILE_COLUMNS : fileColumnsOf(looking)}
          document={TaskItemsQuery}
          variables={variables}
        />
      </Group>
      {error && <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />}
      {!items && fetching && <Skeleton height={72} aria-label={text('list.loading', { label: text('task.items') })} />}
      {items && items.nodes.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('task.noItems')}
        </Text>
      )}
      {items && items.nodes.length > 0 && (
        <>
          <ShortTable
            label={text('task.itemsOfTask', { target: task.target })}
            columns={looking === undefined ? columns : columnsOf[looking]}
            rows={items.nodes}
            rowKey={(item) => item.id}
            framed={false}
            sort={{
              ...order,
              onSort: (asked, direction) => {
                const field = ORDER_FIELDS.find((each) => each === asked)
                if (field === undefined) return
                setOrder({ field, direction })
                setPosition(BEGINNING)
              },
            }}
          />
          <Pager
            label={text('task.itemsOfTask', { target: task.target })}
            shown={items.nodes.length}
            total={items.totalCount}
            {...neighbors(position, items.pageInfo)}
            onNext={() => setPosition({ after: items.pageInfo.endCursor, before: null })}
            onPrevious={() => setPosition({ after: null, before: items.pageInfo.startCursor })}
          />
        </>
      )}
    </Stack>
  )
}

/** What a file has of an item. */
const FILE_COLUMNS: readonly FileColumn[] = [
  { field: 'targetName', label: text('task.target') },
  { field: 'state', label: text('asset.state') },
  { field: 'added', label: text('task.fileAdded') },
  { field: 'modified', label: text('task.fileModified') },
  { field: 'removed', label: text('task.fileRemoved') },
  { field: 'started', label: text('task.fileStarted') },
  { field: 'finished', label: text('task.fileFinished') },
  { field: 'cause.message', label: text('task.fileCause') },
  { field: 'cause.advice', label: text('task.fileAdvice') },
]

function fileColumnsOf(kind: LookingKind): readonly FileColumn[] {
  return [
    ...FILE_COLUMNS,
    { field: 'results.name', label: text(`task.fileResult.${kind}`) },
    { field: 'results.count', label: text(`task.results.${kind}`) },
  ]
}

type ItemData = Extract<
  NonNullable<ResultOf<typeof TaskItemsQuery>['node']>,
  { __typename: 'Task' }
>['items']['nodes'][number]

const columns: readonly ShortColumn<ItemData>[] = [
  { key: 'target', title: text('task.target'), sort: 'TARGET', part: 'name', render: (item) => item.targetName },
  { key: 'state', title: text('asset.state'), sort: 'STATE', render: (item) => <State item={item} /> },
  {
    key: 'changes',
    title: text('task.changes'),
    sort: 'CHANGES',
    render: (item) => (
      <span title={text('task.changesLong')} className={classes.oneLine}>
        +{formatNumber(item.added)} ~{formatNumber(item.modified)} −{formatNumber(item.removed)}
      </span>
    ),
  },
  {
    key: 'duration',
    title: text('task.duration'),
    sort: 'DURATION',
    align: 'right',
    render: (item) => <Duration item={item} />,
  },
  {
    key: 'cause',
    title: text('task.cause'),
    sort: 'CAUSE',
    render: ({ cause }) =>
      cause && (
        <>
          <Text size="sm">
            <Marked text={cause.message} />
          </Text>
          <Text size="xs" c="dimmed">
            <Marked text={cause.advice} />
          </Text>
        </>
      ),
  },
]

/** What was found stands before what a sync has as its only answer, which is what changed. */
const columnsOf: Readonly<Record<LookingKind, readonly ShortColumn<ItemData>[]>> = {
  CONTAINER_EXPOSURE: withResults('CONTAINER_EXPOSURE'),
  CONFIG_CHECK: withResults('CONFIG_CHECK'),
}

function withResults(kind: LookingKind): readonly ShortColumn<ItemData>[] {
  const results: ShortColumn<ItemData> = {
    key: 'results',
    title: text(`task.results.${kind}`),
    render: (item) => <TaskResults kind={kind} results={item.results} />,
  }
  return columns.flatMap((column) => (column.key === 'changes' ? [results, column] : [column]))
}

function State({ item }: { readonly item: ItemData }) {
  return (
    <Group gap={6}>
      <TaskStateTag state={item.state} />
      {item.state === 'RUNNING' && (
        <Text component="span" size="xs" c="dimmed">
          {text('task.stageAt', { stage: item.stage, progress: item.progress })}
        </Text>
      )}
      {item.attempt > 1 && (
        <Text component="span" size="xs" c="dimmed">
          {text('task.attempt', { attempt: item.attempt })}
        </Text>
      )}
    </Group>
  )
}

function Duration({ item }: { readonly item: ItemData }) {
  const now = useNow()
  if (item.started === null) return <>{text('asset.nothing')}</>
  const end = item.finished === null ? now : Date.parse(item.finished)
  return <span className={classes.oneLine}>{duration(end - Date.parse(item.started))}</span>
}

/** Reads the items again while their task moves, at most twice a second. */
function useRefreshWhile(taskId: string, refresh: () => void): void {
  const [due, setDue] = useState(0)
  useTaskEvents((event) => {
    if (event.id === taskId) setDue((count) => count + 1)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a burst of events is one refresh, at its end or in half a second
  useEffect(() => {
    if (due === 0) return
    const timer = setTimeout(refresh, REFRESH_MS)
    return () => clearTimeout(timer)
  }, [due])
}
