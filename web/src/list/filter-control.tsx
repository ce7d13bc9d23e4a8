import { Button, Checkbox, Popover, Radio, ScrollArea, Stack, TagsInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { text } from '../messages/text.ts'
import { type FilterDefinition, type FilterValue, isAsked } from './filters.ts'

type Definition = Exclude<FilterDefinition, { kind: 'text' }>

/** One filter as a button that tells what it asks for, and opens to change it. */
export function FilterControl({
  definition,
  value,
  onChange,
}: {
  readonly definition: Definition
  readonly value: FilterValue
  readonly onChange: (value: FilterValue) => void
}) {
  const label = text(definition.label)
  const asked = isAsked(value)
  if (definition.kind === 'switch') {
    return (
      <Button
        size="compact-sm"
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
          size="compact-sm"
          variant={asked ? 'light' : 'default'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {asked ? text('filter.asked', { label, value: summary(definition, value) }) : label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={label}>
        <Editor definition={definition} value={value} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Editor({
  definition,
  value,
  onChange,
}: {
  readonly definition: Exclude<Definition, { kind: 'switch' }>
  readonly value: FilterValue
  readonly onChange: (value: FilterValue) => void
}) {
  const label = text(definition.label)
  switch (definition.kind) {
    case 'choices':
      return (
        <ScrollArea.Autosize mah={320}>
          <Checkbox.Group aria-label={label} value={asList(value)} onChange={(next) => onChange(orNothing(next))}>
            <Stack gap="xs">
              {Object.entries(definition.options).map(([option, name]) => (
                <Checkbox key={option} size="xs" value={option} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      )
    case 'values':
      return (
        <TagsInput
          size="xs"
          w={240}
          label={label}
          placeholder={text('filter.typeValue')}
          data={[...(definition.suggestions ?? [])]}
          value={asList(value)}
          onChange={(next) => onChange(orNothing(next))}
          comboboxProps={{ withinPortal: false }}
        />
      )
    case 'flag':
      return (
        <Radio.Group
          aria-label={label}
          value={value === null ? 'any' : String(value)}
          onChange={(next) => onChange(next === 'any' ? null : next === 'true')}
        >
          <Stack gap="xs">
            <Radio size="xs" value="any" label={text('filter.any')} />
            <Radio size="xs" value="true" label={text('filter.yes')} />
            <Radio size="xs" value="false" label={text('filter.no')} />
          </Stack>
        </Radio.Group>
      )
  }
}

function summary(definition: Definition, value: FilterValue): string {
  if (typeof value === 'boolean') return text(value ? 'filter.yes' : 'filter.no')
  const names = asList(value).map((each) => (definition.kind === 'choices' ? (definition.options[each] ?? each) : each))
  const [first = '', ...rest] = names
  return rest.length === 0 ? first : text('filter.andMore', { first, more: rest.length })
}

function asList(value: FilterValue): string[] {
  return Array.isArray(value) ? value : []
}

function orNothing(values: string[]): FilterValue {
  return values.length === 0 ? null : values
}
