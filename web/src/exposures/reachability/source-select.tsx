import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../../messages/text.ts'
import { objectName } from '../entry-names.ts'
import { SourcesQuery } from './reachability-query.ts'

/** Stands for whoever is outside of the cluster. */
export const OUTSIDE = 'OUTSIDE'
const TYPING_MS = 250

/** From where it is asked: outside, or a workload of the cluster that is looked for by its name. */
export function SourceSelect({
  cluster,
  value,
  onChange,
}: {
  readonly cluster: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const [searched, setSearched] = useState('')
  const [chosen, setChosen] = useState({ value: OUTSIDE, label: text('reach.outside') })
  const [settled] = useDebouncedValue(searched, TYPING_MS)
  // The name of what is chosen stands in the box, and is not looked for.
  const sought = settled === chosen.label ? '' : settled
  const [{ data }] = useQuery({
    query: SourcesQuery,
    variables: { filter: { scope: { clusters: [cluster] }, ...(sought !== '' && { text: sought }) } },
  })
  const found = (data?.workloads.nodes ?? []).map((workload) => ({
    value: workload.id,
    label: `${workload.kind} ${objectName(workload)}`,
  }))
  const options = [{ value: OUTSIDE, label: text('reach.outside') }, ...found]
  return (
    <Select
      label={text('reach.from')}
      description={text('reach.fromAdvice')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={text('reach.noneFound')}
      data={options.some((option) => option.value === chosen.value) ? options : [chosen, ...options]}
      // The server has filtered already, by more than what is shown.
      filter={({ options: all }) => all}
      value={value}
      searchValue={searched}
      onSearchChange={setSearched}
      onChange={(next, option) => {
        if (next === null || option === null) return
        setChosen({ value: next, label: option.label })
        onChange(next)
      }}
    />
  )
}
