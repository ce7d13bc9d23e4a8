import { Button, CloseButton, Group, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { text } from '../messages/text.ts'
import { FilterControl } from './filter-control.tsx'
import { askedCount, type FilterDefinition, type FilterDefinitions, isAsked } from './filters.ts'
import type { ListState } from './url-state.ts'

const TYPING_MS = 250

/** What is asked of a list: a search box, a control for each filter, rare ones on demand, and one way to clear them all. */
export function FilterBar({
  label,
  definitions,
  state,
}: {
  /** Of which list; two lists may stand on one page. */
  readonly label: string
  readonly definitions: FilterDefinitions
  readonly state: Pick<ListState<string>, 'filters' | 'setFilter' | 'clearFilters'>
}) {
  const [showsAll, setShowsAll] = useState(false)
  const entries = Object.entries(definitions)
  const shown = entries.filter(([name, definition]) => showsAll || !isRare(definition) || isAsked(state.filters[name]))
  return (
    <Group gap={6} role="search" aria-label={text('filter.bar', { label })}>
      {shown.map(([name, definition]) =>
        definition.kind === 'text' ? (
          <SearchBox
            key={name}
            value={asText(state.filters[name])}
            onChange={(value) => state.setFilter(name, value)}
          />
        ) : (
          <FilterControl
            key={name}
            definition={definition}
            value={state.filters[name] ?? null}
            onChange={(value) => state.setFilter(name, value)}
          />
        ),
      )}
      {entries.some(([, definition]) => isRare(definition)) && (
        <Button variant="subtle" size="compact-sm" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {text(showsAll ? 'filter.fewer' : 'filter.more')}
        </Button>
      )}
      {askedCount(definitions, state.filters) > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={state.clearFilters}>
          {text('filter.clear')}
        </Button>
      )}
    </Group>
  )
}

function SearchBox({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value)
  const settle = useDebouncedCallback(onChange, TYPING_MS)
  useEffect(() => setTyped(value), [value])

  function change(next: string): void {
    setTyped(next)
    settle(next)
  }

  return (
    <TextInput
      type="search"
      size="xs"
      w={{ base: '100%', xs: 240 }}
      aria-label={text('filter.search')}
      placeholder={text('filter.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      rightSection={
        typed === '' ? undefined : (
          <CloseButton size="sm" aria-label={text('filter.clearSearch')} onClick={() => change('')} />
        )
      }
    />
  )
}

function isRare(definition: FilterDefinition): boolean {
  return definition.kind !== 'text' && definition.rare === true
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
