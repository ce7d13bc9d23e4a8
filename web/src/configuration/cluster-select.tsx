'use client'

import { Select } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { ChosenClusterQuery, useScope } from '../shell/scope.ts'

const AskedClustersQuery = graphql(`
  query AskedClusters($filter: ClusterFilter) {
    clusters(first: 100, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        name
      }
      totalCount
    }
  }
`)

/** The cluster that is asked: the one of the scope, or the first; null where there is none, undefined until that is known. */
export function useFirstCluster(): string | null | undefined {
  const { cluster } = useScope()
  const [{ data }] = useQuery({ query: AskedClustersQuery, variables: {} })
  return cluster ?? (data ? (data.clusters.nodes[0]?.id ?? null) : undefined)
}

/** Chooses a cluster by its name; more than a list holds are looked for. */
export function ClusterSelect({
  value,
  onChange,
  label,
  description,
}: {
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly label: string
  readonly description?: string
}) {
  const [written, setWritten] = useState('')
  const [chosen] = useQuery({ query: ChosenClusterQuery, variables: { id: value ?? '' }, pause: value === null })
  const name = chosen.data?.node?.__typename === 'Cluster' ? chosen.data.node.name : undefined
  // The name of what is chosen stands in the box, and is not looked for.
  const typed = written === name ? '' : written.trim()
  const [{ data }] = useQuery({
    query: AskedClustersQuery,
    variables: typed === '' ? {} : { filter: { text: typed } },
  })
  const found = data?.clusters.nodes.map((each) => ({ value: each.id, label: each.name })) ?? []
  const isFound = value === null || found.some((each) => each.value === value)
  return (
    <Select
      label={label}
      description={description}
      maw={480}
      searchable
      allowDeselect={false}
      onSearchChange={setWritten}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      data={isFound || name === undefined ? found : [{ value, label: name }, ...found]}
      nothingFoundMessage={text('scope.noClusters')}
    />
  )
}
