'use client'

import { Progress, UnstyledButton } from '@mantine/core'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import classes from './task.module.css'
import { isOther, useTaskPanel } from './task-panel-url.ts'

interface ShownTask {
  readonly kind: Scalar<'TaskKind'>
  readonly state: Scalar<'TaskState'>
  readonly progress: number
}

/** How far a task is, in words. */
export function shownOf({ kind, state, progress }: ShownTask): string {
  if (state === 'QUEUED') return text('taskState.QUEUED')
  switch (kind) {
    case 'CONTAINER_EXPOSURE':
      return text('task.analyzing', { progress })
    case 'CONFIG_CHECK':
      return text('task.checking', { progress })
    default:
      return text('task.synchronizing', { progress })
  }
}

/** A task that runs, as a small bar; opens Task Management at it. */
export function TaskProgress({ task }: { readonly task: ShownTask & { readonly stage: string } }) {
  const panel = useTaskPanel()
  const shown = shownOf(task)
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
