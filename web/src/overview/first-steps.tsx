'use client'

import { CloseButton, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { ConnectOrSample } from '../clusters/connect-or-sample.tsx'
import { SmallestRole } from '../connect/smallest-role.tsx'
import { text } from '../messages/text.ts'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { isActive } from '../tasks/task-feed.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import classes from './overview.module.css'
import type { SeenCluster } from './overview-query.ts'
import { Section } from './section.tsx'

const SmallestRoleQuery = graphql(`
  query SmallestRole {
    inCluster
    smallestClusterRole {
      yaml
      commands
    }
  }
`)

type State = 'done' | 'now' | 'later'

/** The way from nothing to the first results: three steps, each with how far it is. */
export function FirstSteps({
  cluster,
  isSynced,
  onStarted,
  onClose,
}: {
  /** The first that was connected. */
  readonly cluster: SeenCluster | undefined
  readonly isSynced: boolean
  readonly onStarted: () => void
  readonly onClose: () => void
}) {
  return (
    <Section
      title={text('start.title')}
      aside={isSynced && <CloseButton aria-label={text('start.close')} onClick={onClose} />}
    >
      <Text size="sm" c="dimmed">
        {text('start.advice')}
      </Text>
      <Stack gap={0} component="ol" m={0} p={0} my="xs" style={{ listStyle: 'none' }}>
        <Step number={1} state={cluster ? 'done' : 'now'} title={text('start.connect')}>
          {cluster ? (
            <Text size="sm">{text('start.connected', { name: cluster.name })}</Text>
          ) : (
            <>
              <Text size="sm">{text('start.connectAdvice')}</Text>
              <ConnectOrSample mt={4} onLoaded={onStarted} />
            </>
          )}
        </Step>
        <Step number={2} state={isSynced ? 'done' : cluster ? 'now' : 'later'} title={text('start.sync')}>
          <FirstSync cluster={cluster} isSynced={isSynced} />
        </Step>
        <Step number={3} state={isSynced ? 'now' : 'later'} title={text('start.look')}>
          {isSynced && cluster ? (
            <Group gap="md" className="bw-facts">
              <ScopedLink path="/clusters/view" parameters={{ id: cluster.id }} size="sm">
                {text('start.lookCluster', { name: cluster.name })}
              </ScopedLink>
              <ScopedLink path="/workloads" size="sm">
                {text('start.lookAll')}
              </ScopedLink>
            </Group>
          ) : (
            <Text size="sm" c="dimmed">
              {text('start.lookAdvice')}
            </Text>
          )}
        </Step>
      </Stack>
      {!isSynced && <WhatIsRead />}
    </Section>
  )
}

function Step({
  number,
  state,
  title,
  children,
}: {
  readonly number: number
  readonly state: State
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <li className={classes.step} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.stepMark} data-state={state} aria-hidden>
        {state === 'done' ? <IconCheck size={16} /> : number}
      </span>
      <Stack gap={4} align="start">
        <Title order={3} fz="sm" lh="28px">
          {title}
          {state !== 'later' && (
            <span className="bw-hidden"> ({text(state === 'done' ? 'start.done' : 'start.now')})</span>
          )}
        </Title>
        {children}
      </Stack>
    </li>
  )
}

function FirstSync({ cluster, isSynced }: { readonly cluster: SeenCluster | undefined; readonly isSynced: boolean }) {
  const task = cluster?.currentTask
  if (isSynced) return <Text size="sm">{text('start.synced')}</Text>
  if (task && isActive(task.state)) return <TaskProgress task={task} />
  return (
    <Text size="sm" c="dimmed">
      {text(cluster && cluster.state !== 'PENDING' ? 'start.syncFailed' : 'start.syncAdvice')}
    </Text>
  )
}

function WhatIsRead() {
  const [{ data }] = useQuery({ query: SmallestRoleQuery })
  return (
    <Stack gap="xs">
      <Title order={3} fz="sm">
        {text('start.reads')}
      </Title>
      <Text size="sm">{text('start.readsWhat')}</Text>
      <Text size="sm">{text('start.readsNever')}</Text>
      {data ? (
        <SmallestRole
          yaml={data.smallestClusterRole.yaml}
          commands={data.inCluster ? undefined : data.smallestClusterRole.commands}
        />
      ) : (
        <Skeleton height={44} />
      )}
    </Stack>
  )
}
