import { Group, Text } from '@mantine/core'
import type { Column } from '../list/list-table.tsx'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { DetailsLink } from '../parts/details-link.tsx'
import { Short } from '../parts/short.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { clusterLinkColumn } from './cluster-link-column.tsx'
import { containerPortText, entryText, firstAddress, hostAndPath } from './entry-names.ts'
import type { ExposureRow, exposureList } from './exposure-list.ts'
import { VerdictTag } from './verdict-tag.tsx'

type ExposureColumn = Column<ExposureRow, (typeof exposureList.orderFields)[number]>

const nothing = text('asset.nothing')

/** Every column of the list of exposures; those that stand aside are there to be chosen. */
export const exposureColumns: readonly ExposureColumn[] = [
  {
    key: 'verdict',
    title: text('exposure.verdict'),
    sort: 'VERDICT',
    data: ['verdict', 'intended'],
    render: (row) => (
      <Group gap={4} wrap="nowrap">
        <VerdictTag verdict={row.verdict} />
        {row.intended && <ToneTag tone="idle">{text('exposure.intended')}</ToneTag>}
      </Group>
    ),
  },
  {
    key: 'priority',
    title: text('risk.priority'),
    sort: 'PRIORITY',
    render: (row) => (row.priority === null ? nothing : text(`priority.${row.priority}`)),
  },
  {
    key: 'title',
    title: text('exposure.title'),
    sort: 'TITLE',
    isAside: true,
    render: (row) => (
      <Text component="span" size="sm" fw={500}>
        <Short width="clamp(200px, 24vw, 560px)">{row.title}</Short>
      </Text>
    ),
  },
  {
    key: 'workload',
    title: text('asset.workload'),
    sort: 'WORKLOAD',
    data: ['workloadKind', 'workloadName'],
    render: (row) => <WorkloadName exposure={row} />,
  },
  {
    key: 'containerPort',
    title: text('exposure.containerPort'),
    sort: 'CONTAINER_PORT',
    data: ['container', 'containerPort', 'protocol'],
    render: (row) => <Short width="clamp(90px, 9vw, 200px)">{containerPortText(row) || nothing}</Short>,
  },
  {
    key: 'entry',
    title: text('exposure.entryPoint'),
    sort: 'ENTRY',
    data: ['entry.kind', 'entry.object.kind', 'entry.object.namespace', 'entry.object.name'],
    render: (row) => <Short width="clamp(150px, 15vw, 320px)">{entryText(row.entry)}</Short>,
  },
  {
    key: 'address',
    title: text('exposure.address'),
    sort: 'ADDRESS',
    data: 'entry.addresses',
    render: (row) => <Short width="clamp(120px, 12vw, 240px)">{firstAddress(row.entry)}</Short>,
  },
  {
    key: 'port',
    title: text('exposure.port'),
    sort: 'PORT',
    data: 'entry.port',
    align: 'right',
    isAside: true,
    render: (row) => row.entry.port ?? nothing,
  },
  {
    key: 'host',
    title: text('exposure.hostAndPath'),
    data: ['entry.host', 'entry.path'],
    isAside: true,
    render: (row) => <Short width="240px">{hostAndPath(row.entry) || nothing}</Short>,
  },
  {
    key: 'tls',
    title: text('exposure.tls'),
    sort: 'TLS',
    data: 'entry.tls',
    render: (row) => text(`tls.${row.entry.tls}`),
  },
  {
    key: 'portClass',
    title: text('exposure.portClass'),
    isAside: true,
    render: (row) => text(`portClass.${row.portClass}`),
  },
  {
    key: 'authentication',
    title: text('exposure.authentication'),
    isAside: true,
    render: (row) => text(`authentication.${row.authentication}`),
  },
  {
    key: 'confidence',
    title: text('exposure.confidence'),
    isAside: true,
    render: (row) => text(`confidence.${row.confidence}`),
  },
  {
    key: 'reasons',
    title: text('exposure.reasons'),
    data: ['reasons.code', 'reasons.text'],
    isAside: true,
    render: (row) => <Short width="320px">{row.reasons.map((reason) => reason.text).join(' ') || nothing}</Short>,
  },
  {
    key: 'finding',
    title: text('exposure.finding'),
    isAside: true,
    render: (row) => (row.finding === null ? nothing : text(`exposureFinding.${row.finding}`)),
  },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    render: (row) => <Short width="140px">{row.namespace || nothing}</Short>,
  },
  clusterLinkColumn(),
  {
    key: 'firstSeen',
    title: text('asset.firstSeen'),
    sort: 'FIRST_SEEN',
    data: ['firstSeen', 'resolved'],
    render: (row) => <Ago at={row.firstSeen} />,
  },
]

/** On a phone two columns are in sight: who reaches it, and what, in one line. */
export const phoneColumns: readonly ExposureColumn[] = [
  ...exposureColumns.filter(tellsMost).map((column) => ({ ...column, isAside: undefined }) as ExposureColumn),
  ...exposureColumns.filter((column) => !tellsMost(column)),
]

function tellsMost({ key }: ExposureColumn): boolean {
  return key === 'verdict' || key === 'title'
}

function WorkloadName({ exposure }: { readonly exposure: ExposureRow }) {
  if (exposure.workloadName === '') return <>{nothing}</>
  const name = <Short width="clamp(100px, 10vw, 240px)">{exposure.workloadName}</Short>
  return exposure.workload ? <DetailsLink id={exposure.workload.id}>{name}</DetailsLink> : name
}
