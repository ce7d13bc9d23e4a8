'use client'

import { Button } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { text } from '../messages/text.ts'
import { useActiveTasks } from '../tasks/task-feed.tsx'
import { useTaskPanel } from '../tasks/task-panel-url.ts'

/** Opens Task Management; tells how many tasks wait or run. */
export function TaskButton() {
  const count = useActiveTasks().size
  const panel = useTaskPanel()
  return (
    <Button size="xs" variant="default" px={{ base: 8, md: 'sm' }} onClick={() => panel.open('CONTAINER_ASSET_SYNC')}>
      <IconListCheck size={16} aria-hidden />
      <span className="bw-wide-text bw-after-icon">{text('task.management')}</span>
      {count > 0 && (
        <>
          <span className="bw-count bw-after-icon">{count}</span>
          <span className="bw-hidden">{text('task.managementRunning')}</span>
        </>
      )}
    </Button>
  )
}
