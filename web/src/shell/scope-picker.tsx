'use client'

import { Button, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { usePathname, useRouter } from 'next/navigation'
import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { ChosenClusterQuery, RegionsQuery, useScope, useScopedHref, useViewedCluster } from './scope.ts'
import { groupValue, hrefWith, isGroup } from './scope-url.ts'

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
      <WithoutSample />
    </>
  )
}

/** That the sample cluster is left out, as links of totals ask for, and the way to take it in again. */
function WithoutSample() {
  const { withoutSample, showSample } = useScope()
  if (!withoutSample) return null
  return (
    <Button
      size="xs"
      px={8}
      variant="light"
      style={{ flex: 'none' }}
      rightSection={<IconX size={14} aria-hidden />}
      onClick={showSample}
    >
      {text('scope.withoutSample')}
      <span className="bw-hidden">{text('filter.takeAway')}</span>
    </Button>
  )
}

/** Limits everything to a region or to a named group of regions. */
function RegionSwitch() {
  const { region, setRegion } = useScope()
  const [{ data }, reload] = useQuery({ query: RegionsQuery })
  const regions = [...(data?.regions ?? [])]
  const groups = data?.regionGroups.map((group) => ({ value: groupValue(group.id), label: group.name })) ?? []
  const isKnown = region === null || regions.includes(region) || groups.some((group) => group.value === region)
  if (data && !isKnown) {
    // What the address asks for is shown even when it is no more, or nobody would know why there is nothing.
    if (isGroup(region)) groups.push({ value: region, label: text('scope.goneGroup') })
    else regions.push(region)
  }
  return (
    <Select
      size="xs"
      w={170}
      aria-label={text('scope.region')}
      placeholder={text('scope.allRegions')}
      clearable
      clearButtonProps={clearing(text('scope.allRegions'))}
      value={region}
      onChange={setRegion}
      // Somebody else may have changed them since the page was opened.
      onDropdownOpen={() => reload({ requestPolicy: 'network-only' })}
      data={[
        ...(groups.length > 0 ? [{ group: text('scope.regionGroups'), items: groups }] : []),
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
  const cluster = viewed ?? scope.cluster
  const [chosen] = useQuery({ query: ChosenClusterQuery, variables: { id: cluster ?? '' }, pause: cluster === null })
  const name = chosen.data?.node?.__typename === 'Cluster' ? chosen.data.node.name : undefined
  // A name that was chosen stands in the field as if it had been typed.
  const [written, setWritten] = useState('')
  const typed = written === name ? '' : written
  const [clusters] = useQuery({
    query: ScopeClustersQuery,
    variables: { filter: { ...(scope.input.regions && { regions: scope.input.regions }), ...asked(typed) } },
  })
  const [namespaces] = useQuery({
    query: ScopeNamespacesQuery,
    variables: { filter: { scope: cluster === null ? {} : { clusters: [cluster] } } },
  })

  function chooseCluster(id: string | null): void {
    if (path !== '/clusters/view') scope.setCluster(id)
    else router.push(id === null ? href('/clusters') : hrefWith('/clusters/view', { id, region: scope.region }))
  }

  const found = clusters.data?.clusters.nodes.map((each) => ({ value: each.id, label: each.name })) ?? []
  const isFound = cluster === null || found.some((each) => each.value === cluster)
  const clusterOptions = isFound || name === undefined ? found : [{ value: cluster, label: name }, ...found]
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
        clearButtonProps={clearing(text('scope.allClusters'))}
        onSearchChange={setWritten}
        value={cluster}
        onChange={chooseCluster}
        data={clusterOptions}
        nothingFoundMessage={text('scope.noClusters')}
      />
      <Select
        size="xs"
        w={160}
        aria-label={text('scope.namespace')}
        placeholder={text('scope.allNamespaces')}
        searchable
        clearable
        clearButtonProps={clearing(text('scope.allNamespaces'))}
        value={scope.namespace}
        onChange={scope.setNamespace}
        data={scope.namespace !== null && !names.includes(scope.namespace) ? [scope.namespace, ...names] : names}
        nothingFoundMessage={text('scope.noNamespaces')}
      />
    </>
  )
}

/** The library hides its button from the keyboard and from readers; there is no other way to everything for them. */
function clearing(label: string) {
  return { 'aria-label': label, 'aria-hidden': false, tabIndex: 0 }
}

function asked(typed: string): { text?: string } {
  return typed.trim() === '' ? {} : { text: typed.trim() }
}
