import { Button, Popover, Skeleton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { exactTime } from '../messages/relative-time.ts'
import { text } from '../messages/text.ts'
import { asList, type FilterValue, isAsked, type LabeledFilter } from './filters.ts'
import { isMoment, readRange } from './range.ts'

const FilterEditor = dynamic(() => import('./filter-editor.tsx').then((module) => module.FilterEditor), {
  ssr: false,
  loading: () => <Skeleton width={200} height={96} />,
})

/** One filter as a button that tells what it asks for, and opens to change it. */
export function FilterControl({
  definition,
  value,
  onChange,
}: {
  readonly definition: LabeledFilter
  readonly value: FilterValue
  readonly onChange: (value: FilterValue) => void
}) {
  const label = text(definition.label)
  const asked = isAsked(value)
  if (definition.kind === 'switch') {
    return (
      <Button
        size="xs"
        px={8}
        variant={value === true ? 'light' : 'default'}
        aria-pressed={value === true}
        onClick={() => onChange(value === true ? null : true)}
      >
        {label}
      </Button>
    )
  }
  return (
    <Popover trapFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <Button
          size="xs"
          px={8}
          variant={asked ? 'light' : 'default'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {asked ? text('filter.asked', { label, value: summary(definition, value) }) : label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={label}>
        <FilterEditor definition={definition} value={value} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  )
}

function summary(definition: LabeledFilter, value: FilterValue): string {
  if (definition.kind === 'numbers' || definition.kind === 'days') {
    const range = readRange(definition.kind, value)
    const [from, to] = [inWords(range.from), inWords(range.to)]
    if (from === to) return from
    if (to === '') return text('filter.rangeFrom', { from })
    return from === '' ? text('filter.rangeTo', { to }) : text('filter.range', { from, to })
  }
  if (typeof value === 'boolean') return text(value ? 'filter.yes' : 'filter.no')
  const names = asList(value).map((each) => (definition.kind === 'choices' ? (definition.options[each] ?? each) : each))
  const [first = '', ...rest] = names
  return rest.length === 0 ? first : text('filter.andMore', { first, more: rest.length })
}

function inWords(end: string): string {
  return isMoment(end) ? exactTime(Date.parse(end)) : end
}
