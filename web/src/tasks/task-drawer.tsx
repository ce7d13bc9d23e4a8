'use client'

import { Group, Skeleton, Stack, Tabs } from '@mantine/core'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { CheckConfiguration } from '../configuration/check-configuration.tsx'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { AnalyzeExposure } from '../shell/analyze-exposure.tsx'
import { useActiveTasks } from './task-feed.tsx'
import { isOther, MAIN_KINDS, type TaskTab, useTaskPanel } from './task-panel-url.ts'
import { TaskTable } from './task-table.tsx'

const TaskKindsQuery = graphql(`
  query TaskKinds {
    taskKinds {
      kind
      other
      running
      queued
    }
  }
`)

/** Task Management: a tab for each kind that this server can run, and one for all others. */
export function TaskDrawer() {
  const panel = useTaskPanel()
  return (
    <SideDrawer opened={panel.tab !== null} onClose={panel.close} size={1080} title={text('task.management')}>
      {panel.tab !== null && <Panel tab={panel.tab} onTab={panel.open} />}
    </SideDrawer>
  )
}

function Panel({ tab, onTab }: { readonly tab: TaskTab; readonly onTab: (tab: TaskTab) => void }) {
  const [{ data, error }, reload] = useQuery({ query: TaskKindsQuery })
  const active = useActiveTasks()
  if (error && !data) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
  if (!data) return <Skeleton height={320} aria-label={text('list.loading', { label: text('task.management') })} />

  const kinds = data.taskKinds.map((info) => info.kind)
  const others = kinds.filter(isOther)
  const tabs: TaskTab[] = [
    ...MAIN_KINDS.filter((kind) => kinds.includes(kind)),
    ...(others.length > 0 ? ['OTHER' as const] : []),
  ]
  const current = tabs.includes(tab) ? tab : (tabs[0] ?? 'OTHER')

  return (
    <Tabs value={current} onChange={(next) => next && onTab(next as TaskTab)} keepMounted={false}>
      <Tabs.List mb="sm">
        {tabs.map((each) => (
          <Tabs.Tab key={each} value={each} rightSection={<ActiveCount count={countActive(active, each)} />}>
            {text(`taskTab.${each}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((each) => (
        <Tabs.Panel key={each} value={each}>
          <Stack gap="sm">
            {each === 'CONTAINER_EXPOSURE' && (
              <Group>
                <AnalyzeExposure />
              </Group>
            )}
            {each === 'OTHER' && others.includes('CONFIG_CHECK') && (
              <Group>
                <CheckConfiguration cluster={null} />
              </Group>
            )}
            <TaskTable key={each} kinds={each === 'OTHER' ? others : [each]} showKind={each === 'OTHER'} />
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function ActiveCount({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className="bw-count">{text('task.active', { count })}</span>
}

function countActive(active: ReadonlyMap<string, Scalar<'TaskKind'>>, tab: TaskTab): number {
  return [...active.values()].filter((kind) => (tab === 'OTHER' ? isOther(kind) : kind === tab)).length
}
