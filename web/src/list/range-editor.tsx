import { Group, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { text } from '../messages/text.ts'
import type { FilterValue } from './filters.ts'
import { isMoment, type Range, type RangeKind, readRange, writeRange } from './range.ts'

const TYPING_MS = 400

/** The two ends of a range of numbers or days, both included; an empty one does not limit. */
export function RangeEditor({
  kind,
  value,
  onChange,
}: {
  readonly kind: RangeKind
  readonly value: FilterValue
  readonly onChange: (value: FilterValue) => void
}) {
  const [typed, setTyped] = useState(() => readRange(kind, value))
  const settle = useDebouncedCallback((range: Range) => onChange(writeRange(readRange(kind, writeRange(range)))), {
    delay: TYPING_MS,
    flushOnUnmount: true,
  })

  function change(end: Partial<Range>): void {
    const next = { ...typed, ...end }
    setTyped(next)
    settle(next)
  }

  const input = kind === 'numbers' ? ({ type: 'number', min: 0, step: 1, w: 96 } as const) : ({ type: 'date' } as const)
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end">
      <TextInput
        {...input}
        size="xs"
        label={text(kind === 'numbers' ? 'filter.atLeast' : 'filter.firstDay')}
        value={asTyped(typed.from)}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        {...input}
        size="xs"
        label={text(kind === 'numbers' ? 'filter.atMost' : 'filter.lastDay')}
        value={asTyped(typed.to)}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
    </Group>
  )
}

/** The browser's control knows days only; a moment stays one until another day is chosen. */
function asTyped(end: string): string {
  if (!isMoment(end)) return end
  const date = new Date(end)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
