'use client'

import { Progress, UnstyledButton } from '@mantine/core'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import classes from './task.module.css'
import { isOther, useTaskPanel } from './task-panel-url.ts'

/** A task that runs, as a small bar; opens Task Management at it. */
export function TaskProgress({
  task,
}: {
  readonly task: {
    readonly kind: Scalar<'TaskKind'>
    readonly state: Scalar<'TaskState'>
    readonly progress: number
    readonly stage: string
  }
}) {
  const panel = useTaskPanel()
  const shown =
    task.state === 'QUEUED' ? text('taskState.QUEUED') : text('task.synchronizing', { progress: task.progress })
  const label = text('task.progressOf', { shown, kind: text(`taskKind.${task.kind}`) })
  return (
    <UnstyledButton
      className={classes.progress}
      aria-label={label}
      title={task.stage === '' ? label : `${label}\n${task.stage}`}
      onClick={() => panel.open(isOther(task.kind) ? 'OTHER' : task.kind)}
    >
      <span className={classes.progressText}>{shown}</span>
      <Progress value={task.progress} size="xs" aria-hidden />
    </UnstyledButton>
  )
}
