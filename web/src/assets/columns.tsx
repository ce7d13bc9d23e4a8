import { Group, Text } from '@mantine/core'
import type { Column } from '../list/list-table.tsx'
import { formatNumber, text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { RiskCounters } from '../risks/risk-counters.tsx'
import type { RiskSummaryData } from '../risks/risk-summary.ts'

interface AssetRow {
  readonly id: string
  readonly name: string
  readonly present: boolean
  readonly firstSeen: string
  readonly cluster: { readonly id: string; readonly name: string }
}

export function nameColumn<Row extends AssetRow>(): Column<Row, 'NAME'> {
  return {
    key: 'name',
    title: text('asset.name'),
    sort: 'NAME',
    render: (row) => (
      <Group gap="xs" wrap="nowrap">
        <Text component="span" size="sm" fw={500}>
          {row.name}
        </Text>
        {!row.present && <ToneTag tone="idle">{text('asset.gone')}</ToneTag>}
      </Group>
    ),
  }
}

export function namespaceColumn<Row extends { readonly namespace: string }>(): Column<Row, 'NAMESPACE'> {
  return { key: 'namespace', title: text('asset.namespace'), sort: 'NAMESPACE', render: (row) => row.namespace }
}

/** The cluster of a row, as a link to it. */
export function clusterColumn<Row extends AssetRow>(): Column<Row, 'CLUSTER'> {
  return {
    key: 'cluster',
    title: text('asset.cluster'),
    sort: 'CLUSTER',
    data: 'cluster.name',
    render: (row) => (
      <ScopedLink path="/clusters/view" parameters={{ id: row.cluster.id }} size="sm">
        {row.cluster.name}
      </ScopedLink>
    ),
  }
}

export function riskColumn<Row extends { readonly id: string; readonly riskSummary: RiskSummaryData }>(): Column<
  Row,
  'RISKS'
> {
  return {
    key: 'risks',
    title: text('risk.risks'),
    sort: 'RISKS',
    data: ['riskSummary.high', 'riskSummary.medium', 'riskSummary.low'],
    render: (row) => <RiskCounters summary={row.riskSummary} parameters={{ assetIds: row.id }} />,
  }
}

export function firstSeenColumn<Row extends AssetRow>(): Column<Row, 'FIRST_SEEN'> {
  return {
    key: 'firstSeen',
    title: text('asset.firstSeen'),
    sort: 'FIRST_SEEN',
    render: (row) => <Ago at={row.firstSeen} />,
  }
}

/** A column of whole numbers, with tabular figures; a dash for one that is not told. */
export function numberColumn<Row, Field extends string>(
  key: string,
  title: string,
  value: (row: Row) => number | null,
  sort: Field,
  data: string = key,
): Column<Row, Field> {
  return { key, title, align: 'right', sort, data, render: (row) => numberOrDash(value(row)) }
}

function numberOrDash(value: number | null): string {
  return value === null ? text('asset.nothing') : formatNumber(value)
}

/** Where an asset's count of a kind stands, for a column's `data`. */
export function countOf(kind: string): string {
  return `assetCounts[kind=${kind}].total`
}
