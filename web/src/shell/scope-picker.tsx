'use client'

import { Select } from '@mantine/core'
import { usePathname, useRouter } from 'next/navigation'
import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { RegionsQuery, useScope, useScopedHref, useViewedCluster } from './scope.ts'
import { groupValue, hrefWith } from './scope-url.ts'

const ScopeClustersQuery = graphql(`
  query ScopeClusters($filter: ClusterFilter) {
    clusters(first: 100, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        name
      }
    }
  }
`)

const ScopeNamespacesQuery = graphql(`
  query ScopeNamespaces($filter: NamespaceFilter) {
    namespaces(first: 100, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        name
      }
    }
  }
`)

/** What the whole page is limited to. */
export function ScopeSelects() {
  return (
    <>
      <RegionSwitch />
      <ScopePicker />
    </>
  )
}

/** Limits everything to a region or to a named group of regions. */
function RegionSwitch() {
  const { region, setRegion } = useScope()
  const [{ data }] = useQuery({ query: RegionsQuery })
  const groups = data?.regionGroups ?? []
  const regions = data?.regions.filter((each) => each !== '') ?? []
  return (
    <Select
      size="xs"
      w={170}
      aria-label={text('scope.region')}
      placeholder={text('scope.allRegions')}
      clearable
      clearButtonProps={{ 'aria-label': text('scope.allRegions') }}
      value={region}
      onChange={setRegion}
      data={[
        ...(groups.length > 0
          ? [
              {
                group: text('scope.regionGroups'),
                items: groups.map((group) => ({ value: groupValue(group.id), label: group.name })),
              },
            ]
          : []),
        { group: text('scope.regions'), items: regions.map((each) => ({ value: each, label: each })) },
      ]}
      nothingFoundMessage={text('scope.noRegions')}
    />
  )
}

/** Limits everything to a cluster, and in it to a namespace. */
function ScopePicker() {
  const scope = useScope()
  const viewed = useViewedCluster()
  const router = useRouter()
  const path = usePathname()
  const href = useScopedHref()
  const [typed, setTyped] = useState('')
  const [clusters] = useQuery({
    query: ScopeClustersQuery,
    variables: { filter: { ...(scope.input.regions && { regions: scope.input.regions }), ...asked(typed) } },
  })
  const cluster = viewed ?? scope.cluster
  const [namespaces] = useQuery({
    query: ScopeNamespacesQuery,
    variables: { filter: { scope: cluster === null ? {} : { clusters: [cluster] } } },
  })

  function chooseCluster(id: string | null): void {
    if (path !== '/clusters/view') scope.setCluster(id)
    else router.push(id === null ? href('/clusters') : hrefWith('/clusters/view', { id, region: scope.region }))
  }

  const names = [...new Set(namespaces.data?.namespaces.nodes.map((each) => each.name) ?? [])]
  return (
    <>
      <Select
        size="xs"
        w={170}
        aria-label={text('scope.cluster')}
        placeholder={text('scope.allClusters')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': text('scope.allClusters') }}
        onSearchChange={setTyped}
        value={cluster}
        onChange={chooseCluster}
        data={clusters.data?.clusters.nodes.map((each) => ({ value: each.id, label: each.name })) ?? []}
        nothingFoundMessage={text('scope.noClusters')}
      />
      <Select
        size="xs"
        w={160}
        aria-label={text('scope.namespace')}
        placeholder={text('scope.allNamespaces')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': text('scope.allNamespaces') }}
        value={scope.namespace}
        onChange={scope.setNamespace}
        data={scope.namespace !== null && !names.includes(scope.namespace) ? [scope.namespace, ...names] : names}
        nothingFoundMessage={text('scope.noNamespaces')}
      />
    </>
  )
}

function asked(typed: string): { text?: string } {
  return typed.trim() === '' ? {} : { text: typed.trim() }
}
