'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconRefresh } from '@tabler/icons-react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { useActiveTasks } from '../tasks/task-feed.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { ForRole } from './for-role.tsx'
import { ChosenClusterQuery, useScope, useViewedCluster } from './scope.ts'
import { useSynchronize } from './use-synchronize.ts'

const ActiveSyncQuery = graphql(`
  query ActiveSync($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Task {
        kind
        state
        progress
        stage
      }
    }
  }
`)

/** Starts a sync of all clusters or of the chosen one; while one runs, shows how far it is. */
export function SynchronizeAssets() {
  const active = useActiveTasks()
  const running = [...active].find(([, kind]) => kind === 'CONTAINER_ASSET_SYNC')?.[0]
  return running === undefined ? (
    <ForRole least="OPERATOR">
      <StartButton />
    </ForRole>
  ) : (
    <Running id={running} />
  )
}

function StartButton() {
  const synchronize = useSynchronize()
  const scope = useScope()
  const viewed = useViewedCluster()
  const chosen = viewed ?? scope.cluster
  const [{ data }] = useQuery({ query: ChosenClusterQuery, variables: { id: chosen ?? '' }, pause: chosen === null })
  const name = chosen !== null && data?.node?.__typename === 'Cluster' ? data.node.name : undefined
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" loading={synchronize.running} px={{ base: 8, md: 'sm' }}>
          <IconRefresh size={16} aria-hidden />
          <span className="bw-wide-text bw-after-icon">{text('synchronize.title')}</span>
          <IconChevronDown size={14} aria-hidden className="bw-wide-only bw-after-icon" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void synchronize.run(undefined)}>{text('synchronize.all')}</Menu.Item>
        {chosen !== null && name !== undefined && (
          <Menu.Item onClick={() => void synchronize.run([chosen])}>{text('synchronize.one', { name })}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function Running({ id }: { readonly id: string }) {
  const [{ data }] = useQuery({ query: ActiveSyncQuery, variables: { id } })
  const task = data?.node?.__typename === 'Task' ? data.node : undefined
  return <TaskProgress task={task ?? { kind: 'CONTAINER_ASSET_SYNC', state: 'QUEUED', progress: 0, stage: '' }} />
}
