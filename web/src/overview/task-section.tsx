import { Group, Stack, Text } from '@mantine/core'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Marked } from '../parts/marked.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { isOther, TASK_PREFIX, type TaskTab } from '../tasks/task-panel-url.ts'
import { TaskStateTag } from '../tasks/task-state-tag.tsx'
import type { OverviewData } from './overview-query.ts'
import { Section } from './section.tsx'

const ACTIVE_STATES = 'QUEUED,RUNNING'
const FAILED_STATES = 'PARTIAL,FAILED,TIMED_OUT'
const FAILED_SHOWN = 5

/** What runs, what was not done and why, and what runs next by itself. Numbers open Task Management at just these. */
export function TaskSection({ data }: { readonly data: OverviewData }) {
  const active = countByTab(data.taskKinds.map(({ kind, running, queued }) => ({ kind, count: running + queued })))
  const failed = countByTab(data.failed.nodes.map(({ kind }) => ({ kind, count: 1 })))
  return (
    <Section title={text('work.title')}>
      {active.length === 0 && failed.length === 0 && <Text size="sm">{text('work.quiet')}</Text>}
      {active.map(([tab, count]) => (
        <ScopedLink key={tab} path="/" parameters={panelAt(tab, { states: ACTIVE_STATES })} size="sm">
          {text('work.running', { count, kind: text(`taskTab.${tab}`) })}
        </ScopedLink>
      ))}
      {data.running.nodes.length > 0 && (
        <Stack gap={4}>
          {data.running.nodes.map((task) => (
            <Group key={task.id} gap="xs">
              <TaskStateTag state={task.state} />
              <TaskLink task={task} />
              {task.state === 'RUNNING' && (
                <Text component="span" size="sm" c="dimmed">
                  {text('task.percent', { progress: task.progress })} {task.stage}
                </Text>
              )}
            </Group>
          ))}
        </Stack>
      )}
      {failed.map(([tab, count]) => (
        <ScopedLink
          key={tab}
          path="/"
          parameters={{ ...panelAt(tab, { states: FAILED_STATES }), since: 'day' }}
          size="sm"
        >
          {text('work.failed', { count, kind: text(`taskTab.${tab}`) })}
        </ScopedLink>
      ))}
      {failed.length > 0 && (
        <Stack gap={6}>
          {data.failed.nodes.slice(0, FAILED_SHOWN).map((task) => (
            <div key={task.id}>
              <Group gap="xs" className="bw-facts">
                <TaskStateTag state={task.state} />
                <TaskLink task={task} />
                <Text component="span" size="xs" c="dimmed">
                  <Ago at={task.finished} />
                </Text>
              </Group>
              {task.cause && (
                <Text size="sm">
                  <Marked text={`${task.cause.message} ${task.cause.advice}`} />
                </Text>
              )}
            </div>
          ))}
        </Stack>
      )}
      <NextRun data={data} />
    </Section>
  )
}

function TaskLink({
  task,
}: {
  readonly task: { readonly id: string; readonly kind: Scalar<'TaskKind'>; readonly target: string }
}) {
  const name = task.target === '' ? text(`taskKind.${task.kind}`) : task.target
  return (
    <ScopedLink
      path="/"
      parameters={panelAt(tabOf(task.kind), { open: task.id })}
      size="sm"
      label={text('work.open', { target: name })}
    >
      {name}
    </ScopedLink>
  )
}

/** The next run of all that is scheduled; at midnight, unless somebody set it otherwise. */
function NextRun({ data }: { readonly data: OverviewData }) {
  const [next] = data.schedules
    .flatMap(({ kind, nextRun }) => (nextRun === null ? [] : [{ kind, nextRun }]))
    .toSorted((a, b) => rank(a.kind) - rank(b.kind) || Date.parse(a.nextRun) - Date.parse(b.nextRun))
  return (
    <Text size="sm">
      {next ? (
        <>
          {text('work.next', { kind: text(`taskKind.${next.kind}`) })}{' '}
          <ScopedLink path="/settings" parameters={{ part: 'schedules' }} size="sm" underline="always">
            <Ago at={next.nextRun} />
          </ScopedLink>
        </>
      ) : (
        <ScopedLink path="/settings" parameters={{ part: 'schedules' }} size="sm">
          {text('work.unscheduled')}
        </ScopedLink>
      )}
    </Text>
  )
}

/** The synchronization of clusters is what everything else stands on. */
function rank(kind: Scalar<'TaskKind'>): number {
  return kind === 'CONTAINER_ASSET_SYNC' ? 0 : 1
}

function panelAt(tab: TaskTab, list: Readonly<Record<string, string>>): Record<string, string> {
  return { tasks: tab, ...Object.fromEntries(Object.entries(list).map(([name, value]) => [TASK_PREFIX + name, value])) }
}

function tabOf(kind: Scalar<'TaskKind'>): TaskTab {
  return isOther(kind) ? 'OTHER' : kind
}

function countByTab(counts: readonly { readonly kind: Scalar<'TaskKind'>; readonly count: number }[]) {
  const totals = new Map<TaskTab, number>()
  for (const { kind, count } of counts) totals.set(tabOf(kind), (totals.get(tabOf(kind)) ?? 0) + count)
  return [...totals].filter(([, count]) => count > 0)
}
