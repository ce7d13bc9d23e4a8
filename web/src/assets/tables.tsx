'use client'

import { Code, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Scalar } from '../api/graphql.ts'
import { ExposureMark } from '../exposures/exposure-mark.tsx'
import type { ListSpec } from '../list/list-spec.ts'
import type { Column } from '../list/list-table.tsx'
import { text } from '../messages/text.ts'
import { ToneTag } from '../parts/tag.tsx'
import { AssetTable } from './asset-table.tsx'
import { clusterNodeList } from './cluster-node-list.ts'
import {
  clusterColumn,
  countOf,
  firstSeenColumn,
  nameColumn,
  namespaceColumn,
  numberColumn,
  riskColumn,
} from './columns.tsx'
import { containerList } from './container-list.ts'
import { namespaceList } from './namespace-list.ts'
import { podList } from './pod-list.ts'
import { serviceList } from './service-list.ts'
import { containerTones, nodeTones, podTone, workloadTones } from './states.ts'
import { workloadList } from './workload-list.ts'

export interface Within {
  readonly clusters?: string[]
  readonly namespaces?: string[]
  readonly regions?: string[]
}

/** `showCluster` is off where the page is about one cluster. */
interface TableProps {
  readonly scope: Within
  readonly showCluster: boolean
}

type ColumnsOf<Spec> =
  Spec extends ListSpec<infer Row, infer _Filter, infer Field> ? readonly Column<Row, Field>[] : never

const workloadColumns: ColumnsOf<typeof workloadList> = [
  nameColumn(),
  namespaceColumn(),
  clusterColumn(),
  { key: 'kind', title: text('workload.kind'), sort: 'KIND', render: (row) => row.kind },
  { key: 'application', title: text('workload.application'), sort: 'APPLICATION', render: (row) => row.application },
  {
    key: 'owner',
    title: text('workload.owner'),
    sort: 'OWNER',
    render: (row) => row.owner || text('asset.nothing'),
  },
  {
    key: 'state',
    title: text('asset.state'),
    sort: 'STATE',
    render: (row) => <ToneTag tone={workloadTones[row.state]}>{text(`workloadState.${row.state}`)}</ToneTag>,
  },
  {
    key: 'ready',
    title: text('asset.ready'),
    sort: 'READY',
    data: ['ready', 'desired'],
    align: 'right',
    render: (row) => text('workload.readyOf', { ready: row.ready, desired: row.desired }),
  },
  numberColumn('pods', text('asset.pods'), (row) => row.podCount, 'PODS', 'podCount'),
  numberColumn('containers', text('asset.containers'), (row) => row.containerCount, 'CONTAINERS', 'containerCount'),
  riskColumn(),
  firstSeenColumn(),
]

const podColumns: ColumnsOf<typeof podList> = [
  nameColumn(),
  namespaceColumn(),
  clusterColumn(),
  {
    key: 'workload',
    title: text('asset.workload'),
    sort: 'WORKLOAD',
    data: 'workloadName',
    render: (row) => row.workloadName,
  },
  {
    key: 'status',
    title: text('pod.status'),
    sort: 'STATUS',
    render: (row) => <ToneTag tone={podTone(row)}>{row.status}</ToneTag>,
  },
  numberColumn('restarts', text('asset.restarts'), (row) => row.restarts, 'RESTARTS'),
  { key: 'node', title: text('asset.node'), sort: 'NODE', render: (row) => row.node },
  { key: 'ip', title: text('pod.ip'), sort: 'IP', render: (row) => row.ip },
  numberColumn('containers', text('asset.containers'), (row) => row.containerCount, 'CONTAINERS', 'containerCount'),
  riskColumn(),
  firstSeenColumn(),
]

const containerColumns: ColumnsOf<typeof containerList> = [
  nameColumn(),
  namespaceColumn(),
  {
    key: 'exposed',
    title: text('exposed.exposed'),
    sort: 'EXPOSURE',
    data: 'exposure',
    render: (row) => <ExposureMark container={row} />,
  },
  clusterColumn(),
  { key: 'pod', title: text('asset.pod'), sort: 'POD', data: 'podName', render: (row) => row.podName },
  {
    key: 'image',
    title: text('asset.image'),
    sort: 'IMAGE',
    data: ['imageReference', 'imageDigest'],
    render: (row) => <ImageName reference={row.imageReference} digest={row.imageDigest} />,
  },
  {
    key: 'state',
    title: text('asset.state'),
    sort: 'STATE',
    data: ['state', 'stateReason'],
    render: (row) => <ContainerStateTag state={row.state} reason={row.stateReason} />,
  },
  numberColumn('restarts', text('asset.restarts'), (row) => row.restarts, 'RESTARTS'),
  { key: 'kind', title: text('container.kind'), sort: 'KIND', render: (row) => text(`containerKind.${row.kind}`) },
  riskColumn(),
  firstSeenColumn(),
]

const serviceColumns: ColumnsOf<typeof serviceList> = [
  nameColumn(),
  namespaceColumn(),
  clusterColumn(),
  { key: 'type', title: text('service.type'), sort: 'TYPE', render: (row) => row.type },
  { key: 'clusterIp', title: text('service.clusterIp'), sort: 'CLUSTER_IP', render: (row) => row.clusterIp },
  {
    key: 'ports',
    title: text('asset.ports'),
    sort: 'PORTS',
    render: (row) => row.ports.map((port) => `${port.port}/${port.protocol}`).join(', '),
  },
  {
    key: 'external',
    title: text('service.externalAddresses'),
    sort: 'EXTERNAL_ADDRESSES',
    data: 'externalAddresses',
    render: (row) => row.externalAddresses.join(', ') || text('asset.nothing'),
  },
  riskColumn(),
  firstSeenColumn(),
]

const nodeColumns: ColumnsOf<typeof clusterNodeList> = [
  nameColumn(),
  clusterColumn(),
  {
    key: 'readiness',
    title: text('node.readiness'),
    sort: 'READINESS',
    render: (row) => <ToneTag tone={nodeTones[row.readiness]}>{text(`nodeReadiness.${row.readiness}`)}</ToneTag>,
  },
  {
    key: 'roles',
    title: text('node.roles'),
    sort: 'ROLES',
    render: (row) => row.roles.join(', ') || text('asset.nothing'),
  },
  {
    key: 'version',
    title: text('node.kubelet'),
    sort: 'KUBELET_VERSION',
    data: 'kubeletVersion',
    render: (row) => row.kubeletVersion,
  },
  {
    key: 'ip',
    title: text('node.internalIp'),
    sort: 'INTERNAL_IP',
    data: 'internalIp',
    render: (row) => row.internalIp,
  },
  { key: 'zone', title: text('node.zone'), sort: 'ZONE', render: (row) => row.zone || text('asset.nothing') },
  { key: 'os', title: text('node.os'), sort: 'OS', data: 'osImage', render: (row) => row.osImage },
  numberColumn('pods', text('asset.pods'), (row) => row.podCount, 'PODS', 'podCount'),
  riskColumn(),
  firstSeenColumn(),
]

const namespaceColumns: ColumnsOf<typeof namespaceList> = [
  nameColumn(),
  clusterColumn(),
  { key: 'phase', title: text('namespace.phase'), sort: 'PHASE', render: (row) => row.phase },
  countColumn('APPLICATION', text('asset.workloads'), 'WORKLOADS'),
  countColumn('POD', text('asset.pods'), 'PODS'),
  countColumn('CONTAINER', text('asset.containers'), 'CONTAINERS'),
  countColumn('IMAGE', text('asset.images'), 'IMAGES'),
  riskColumn(),
  firstSeenColumn(),
]

export const WorkloadTable = (props: TableProps) => (
  <AssetTable {...useTable(props, workloadColumns)} spec={workloadList} label={text('asset.workloads')} />
)
export const PodTable = (props: TableProps) => (
  <AssetTable {...useTable(props, podColumns)} spec={podList} label={text('asset.pods')} />
)
export const ContainerTable = (props: TableProps) => (
  <AssetTable {...useTable(props, containerColumns)} spec={containerList} label={text('asset.containers')} />
)
export const ServiceTable = (props: TableProps) => (
  <AssetTable {...useTable(props, serviceColumns)} spec={serviceList} label={text('asset.services')} />
)
export const NodeTable = (props: TableProps) => (
  <AssetTable {...useTable(props, nodeColumns)} spec={clusterNodeList} label={text('asset.nodes')} />
)
export const NamespaceTable = (props: TableProps) => (
  <AssetTable {...useTable(props, namespaceColumns)} spec={namespaceList} label={text('asset.namespaces')} />
)

function useTable<Row, Field extends string>(
  { scope, showCluster }: TableProps,
  columns: readonly Column<Row, Field>[],
) {
  const shown = useMemo(
    () => (showCluster ? columns : columns.filter((column) => column.key !== 'cluster')),
    [showCluster, columns],
  )
  return { columns: shown, within: { scope } }
}

export function ContainerStateTag({
  state,
  reason,
}: {
  readonly state: Scalar<'ContainerState'>
  readonly reason: string
}) {
  return (
    <ToneTag tone={containerTones[state]}>
      {reason === ''
        ? text(`containerState.${state}`)
        : text('container.stateBecause', { state: text(`containerState.${state}`), reason })}
    </ToneTag>
  )
}

/** Name and digest: a tag moves, a digest does not. */
export function ImageName({ reference, digest }: { readonly reference: string; readonly digest: string | null }) {
  return (
    <Text component="span" size="sm" title={digest === null ? reference : `${reference}\n${digest}`}>
      {reference.replace(/@sha256:[0-9a-f]+$/, '')}{' '}
      {digest !== null && <Code fz="xs">{digest.replace(/^sha256:/, '').slice(0, 12)}</Code>}
    </Text>
  )
}

interface Counted {
  readonly assetCounts: readonly { readonly kind: Scalar<'AssetKind'>; readonly total: number }[]
}

function countColumn<Field extends string>(
  kind: Scalar<'AssetKind'>,
  title: string,
  sort: Field,
): Column<Counted, Field> {
  const value = (row: Counted) => row.assetCounts.find((count) => count.kind === kind)?.total ?? 0
  return numberColumn(kind, title, value, sort, countOf(kind))
}
