import { Group, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import classes from './task.module.css'
import { TaskItems } from './task-items.tsx'
import { TaskRowFragment } from './task-list.ts'
import { TaskStateTag } from './task-state-tag.tsx'

const LinkedTaskQuery = graphql(
  `
    query LinkedTask($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...TaskRow
      }
    }
  `,
  [TaskRowFragment],
)

/** A task that the address asks for and that is on none of the list's rows here, such as an older one. */
export function LinkedTask({ id }: { readonly id: string }) {
  const [{ data }] = useQuery({ query: LinkedTaskQuery, variables: { id } })
  if (data?.node?.__typename !== 'Task') return null
  const task = data.node
  return (
    <Paper withBorder p="sm" className={classes.linked} role="region" aria-label={text('task.itemsOfTask', task)}>
      <Stack gap="xs">
        <Group gap="sm">
          <b>{task.target}</b>
          <TaskStateTag state={task.state} cancelRequested={task.cancelRequested} />
          <Text component="span" size="sm" c="dimmed">
            <Ago at={task.started ?? task.created} />
          </Text>
        </Group>
        <TaskItems task={task} />
      </Stack>
    </Paper>
  )
}
