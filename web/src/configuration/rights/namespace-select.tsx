'use client'

import { Select } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../../messages/text.ts'
import { RightsNamespacesQuery } from './rights-query.ts'
import { WHOLE_CLUSTER } from './rights-url.ts'

const ANYWHERE = ''

/** Where it is asked for: anywhere, all of the cluster at once, or one namespace, which is looked for by its name. */
export function NamespaceSelect({
  cluster,
  value,
  onChange,
}: {
  readonly cluster: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}) {
  const [typed, setTyped] = useState('')
  const fixed = [
    { value: ANYWHERE, label: text('rights.anywhere') },
    { value: WHOLE_CLUSTER, label: text('rights.whole') },
  ]
  // The name of what is chosen stands in the box, and is not looked for.
  const isChosen = typed === value || fixed.some(({ label }) => label === typed)
  const [{ data }] = useQuery({
    query: RightsNamespacesQuery,
    variables: {
      filter: { scope: { clusters: [cluster] }, ...(typed.trim() !== '' && !isChosen && { text: typed.trim() }) },
    },
  })
  const found = data?.namespaces.nodes.map(({ name }) => name) ?? []
  const isOther = value !== null && value !== WHOLE_CLUSTER && !found.includes(value)
  const names = isOther ? [value, ...found] : found
  return (
    <Select
      label={text('rights.where')}
      w={220}
      searchable
      allowDeselect={false}
      onSearchChange={setTyped}
      value={value ?? ANYWHERE}
      onChange={(next) => onChange(next === ANYWHERE ? null : next)}
      data={[...fixed, { group: text('asset.namespaces'), items: names.map((name) => ({ value: name, label: name })) }]}
      nothingFoundMessage={text('scope.noNamespaces')}
    />
  )
}
