import { Button, List } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { text } from '../../messages/text.ts'

/** A list of which the first few are shown, and the others when they are asked for. */
export function Folded<Item>({
  items,
  label,
  shown: most = 5,
  keyOf,
  render,
}: {
  readonly items: readonly Item[]
  readonly label: string
  /** How many are shown before. */
  readonly shown?: number
  readonly keyOf: (item: Item, at: number) => string
  readonly render: (item: Item) => ReactNode
}) {
  const [isOpen, setIsOpen] = useState(false)
  // One more is not worth a button.
  const isLong = items.length > most + 1
  const shown = isLong && !isOpen ? items.slice(0, most) : items
  if (items.length === 0) return null
  return (
    <>
      <List size="sm" spacing={2} aria-label={label} style={{ overflowWrap: 'anywhere' }}>
        {shown.map((item, at) => (
          <List.Item key={keyOf(item, at)}>{render(item)}</List.Item>
        ))}
      </List>
      {isLong && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={isOpen}
          aria-label={text(isOpen ? 'exposure.fewerOf' : 'exposure.moreOf', { label, count: items.length })}
          onClick={() => setIsOpen(!isOpen)}
          style={{ alignSelf: 'start' }}
        >
          {isOpen ? text('exposure.fewer') : text('exposure.more', { count: items.length })}
        </Button>
      )}
    </>
  )
}
