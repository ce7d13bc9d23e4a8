'use client'

import { ActionIcon, Button, Checkbox, Group, Popover, Stack } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react'
import { text } from '../messages/text.ts'
import { moved, shownColumns, toggled } from './column-choice.ts'
import type { Column } from './list-table.tsx'
import type { ListState } from './url-state.ts'

/** Which columns a list shows, and in which order. */
export function ColumnMenu<Row, Field extends string>({
  label,
  columns,
  state,
}: {
  readonly label: string
  readonly columns: readonly Column<Row, NoInfer<Field>>[]
  readonly state: Pick<ListState<Field>, 'columns' | 'setColumns'>
}) {
  const choosable = columns.filter((column) => !column.isActions)
  const shown = shownColumns(choosable, state.columns)
  const keys = shown.map(({ key }) => key)
  const inOrder = [...shown, ...choosable.filter(({ key }) => !keys.includes(key))]
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconColumns3 size={16} aria-hidden />}
          aria-label={text('columns.of', { label })}
        >
          {text('columns.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          {inOrder.map(({ key, title }) => (
            <Group key={key} justify="space-between" wrap="nowrap" gap="md">
              <Checkbox
                size="xs"
                label={title}
                checked={keys.includes(key)}
                onChange={() => state.setColumns(toggled(keys, key))}
              />
              <Group gap={2} wrap="nowrap">
                <ActionIcon
                  variant="subtle"
                  size="sm"
                  color="gray"
                  aria-label={text('columns.earlier', { column: title })}
                  disabled={!keys.includes(key) || key === keys[0]}
                  onClick={() => state.setColumns(moved(keys, key, -1))}
                >
                  <IconArrowUp size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  size="sm"
                  color="gray"
                  aria-label={text('columns.later', { column: title })}
                  disabled={!keys.includes(key) || key === keys.at(-1)}
                  onClick={() => state.setColumns(moved(keys, key, 1))}
                >
                  <IconArrowDown size={14} aria-hidden />
                </ActionIcon>
              </Group>
            </Group>
          ))}
          {state.columns !== null && (
            <Button size="compact-xs" variant="subtle" onClick={() => state.setColumns(null)}>
              {text('columns.reset')}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
