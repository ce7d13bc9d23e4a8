'use client'

import { Checkbox, Radio, ScrollArea, Stack, TagsInput } from '@mantine/core'
import { text } from '../messages/text.ts'
import { asList, type FilterValue, type LabeledFilter } from './filters.ts'
import { RangeEditor } from './range-editor.tsx'

/** What changes one filter; loaded when the first filter is opened. */
export function FilterEditor({
  definition,
  value,
  onChange,
}: {
  readonly definition: Exclude<LabeledFilter, { kind: 'switch' }>
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
          onChange={(next) => onChange(orNothing(next.filter((each) => definition.pattern?.test(each) ?? true)))}
          comboboxProps={{ withinPortal: false }}
        />
      )
    case 'numbers':
    case 'days':
      return <RangeEditor kind={definition.kind} value={value} onChange={onChange} />
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

function orNothing(values: string[]): FilterValue {
  return values.length === 0 ? null : values
}
