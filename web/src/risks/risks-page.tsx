'use client'

import { Button, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useQuery } from 'urql'
import { asList } from '../list/filters.ts'
import { ListBar } from '../list/list-bar.tsx'
import { ListPage } from '../list/list-page.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { DetailsLink } from '../parts/details-link.tsx'
import { ExpansionRoom } from '../parts/expansion.tsx'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import { SeverityTag, ToneTag } from '../parts/tag.tsx'
import { ForRole } from '../shell/for-role.tsx'
import { type Scope, useScope, useScopedHref } from '../shell/scope.ts'
import { AnalysesNote, AnalysesQuery, type AnalysisData } from './analyses-note.tsx'
import { NarrowedTo } from './narrowed-to.tsx'
import { RiskExpansion } from './risk-expansion.tsx'
import { type RiskRow, riskFilters, riskList } from './risk-list.ts'

const WaiveDialog = dynamic(() => import('./waive-dialog.tsx').then((module) => module.WaiveDialog), { ssr: false })

type Field = (typeof riskList.orderFields)[number]

/** Risks of every kind in scope; where the counters lead. */
export function RisksPage() {
  const scope = useScope()
  const list = useList(riskList, { within: { scope: scope.input } })
  const [waived, setWaived] = useState<RiskRow>()
  const analyses = useAnalyses(scope.input)
  const isPhone = useMediaQuery('(max-width: 37.5em)')
  const kinds = asList(list.state.filters['kinds'] ?? null)
  const columns = kinds.length === 1 ? columnsOfOneKind : columnsOfAllKinds
  return (
    <ListPage title={text('risk.risks')}>
      <KindTabs analyses={analyses} kinds={kinds} />
      <Stack gap="sm">
        <NarrowedTo state={list.state} />
        <ListBar label={text('risk.risks')} list={list} columns={columns} definitions={riskFilters} />
        <ExpansionRoom>
          <ListTable
            list={list}
            label={text('risk.risks')}
            columns={[...(isPhone ? onPhone(columns) : columns), waiveColumn(setWaived)]}
            rowLabel={(row) => text('risk.open', { title: row.title, asset: row.assetName })}
            isGone={(row) => row.state === 'RESOLVED'}
            expansion={(row) => <RiskExpansion risk={row} />}
            empty={
              <Nothing
                title={text('risk.none')}
                advice={text('risk.noneAdvice')}
                action={analyses && <AnalysesNote analyses={analyses} />}
              />
            }
          />
        </ExpansionRoom>
      </Stack>
      {waived && <WaiveDialog risk={waived} onClose={() => setWaived(undefined)} />}
    </ListPage>
  )
}

/** A tab for each kind that is looked for. */
function KindTabs({
  analyses,
  kinds,
}: {
  readonly analyses: readonly AnalysisData[] | undefined
  readonly kinds: readonly string[]
}) {
  const href = useScopedHref()
  const lookedFor = analyses?.filter((analysis) => analysis.available) ?? []
  if (lookedFor.length === 0) return null
  const [only, ...others] = kinds
  return (
    <LinkTabs
      label={text('risk.tabs')}
      current={only === undefined ? ALL_KINDS : others.length === 0 ? only : ''}
      tabs={[
        { key: ALL_KINDS, label: text('risk.allKinds'), href: href('/risks') },
        ...lookedFor.map(({ kind }) => ({
          key: kind,
          label: text(`riskKind.${kind}`),
          href: href('/risks', { kinds: kind }),
        })),
      ]}
    />
  )
}

const ALL_KINDS = 'ALL'

/** What looks for risks; read again when an analysis has run. */
function useAnalyses(scope: Scope['input']): readonly AnalysisData[] | undefined {
  const [{ data, fetching, stale }, reload] = useQuery({
    query: AnalysesQuery,
    variables: { scope },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  useChanges(['Analysis'], readAgain)
  return data?.analyses
}

const columnsOfAllKinds: readonly Column<RiskRow, Field>[] = [
  {
    key: 'priority',
    title: text('risk.priority'),
    sort: 'PRIORITY',
    render: (row) => text(`priority.${row.priority}`),
  },
  {
    key: 'severity',
    title: text('risk.severity'),
    sort: 'SEVERITY',
    render: (row) => <SeverityTag severity={row.severity} />,
  },
  {
    key: 'title',
    title: text('risk.title'),
    sort: 'TITLE',
    render: (row) => <Short width="clamp(180px, 15vw, 420px)">{row.title}</Short>,
  },
  { key: 'kind', title: text('risk.kind'), sort: 'KIND', render: (row) => text(`riskKind.${row.kind}`) },
  {
    key: 'asset',
    title: text('risk.asset'),
    sort: 'ASSET',
    data: 'assetName',
    render: (row) => <AssetName risk={row} />,
  },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    render: (row) => row.namespace || text('asset.nothing'),
  },
  {
    key: 'cluster',
    title: text('asset.cluster'),
    sort: 'CLUSTER',
    data: 'cluster.name',
    render: (row) => <ClusterName risk={row} />,
  },
  { key: 'firstSeen', title: text('asset.firstSeen'), sort: 'FIRST_SEEN', render: (row) => <Ago at={row.firstSeen} /> },
]

/** Where all are of one kind, what tells them apart is in the title: it gets the room. */
const columnsOfOneKind: readonly Column<RiskRow, Field>[] = columnsOfAllKinds
  .filter(({ key }) => key !== 'kind')
  .map((column) =>
    column.key === 'title'
      ? { ...column, render: (row) => <Short width="clamp(180px, 25vw, 560px)">{row.title}</Short> }
      : column,
  )

/** On a phone two columns are in sight: what it is and how bad. What comes first is told by the order. */
function onPhone(columns: readonly Column<RiskRow, Field>[]): readonly Column<RiskRow, Field>[] {
  return [...columns.filter(tellsMost), ...columns.filter((column) => !tellsMost(column))]
}

function tellsMost({ key }: Column<RiskRow, Field>): boolean {
  return key === 'severity' || key === 'title'
}

function waiveColumn(onWaive: (risk: RiskRow) => void): Column<RiskRow, Field> {
  return {
    key: 'waive',
    title: text('list.actions'),
    align: 'right',
    isActions: true,
    render: (row) => {
      if (row.waiver) return <ToneTag tone="idle">{text('risk.waived')}</ToneTag>
      if (row.state === 'RESOLVED') return <ToneTag tone="good">{text('riskState.RESOLVED')}</ToneTag>
      return (
        <ForRole least="OPERATOR">
          <Button
            size="compact-xs"
            variant="default"
            aria-label={text('waiver.waiveOf', { title: row.title, asset: row.assetName })}
            onClick={(event) => {
              event.stopPropagation()
              onWaive(row)
            }}
          >
            {text('waiver.waive')}
          </Button>
        </ForRole>
      )
    },
  }
}

function AssetName({ risk }: { readonly risk: RiskRow }) {
  const name = <Short width="clamp(120px, 11vw, 260px)">{risk.assetName}</Short>
  if (risk.assetType === 'CLUSTER') {
    return (
      <ScopedLink path="/clusters/view" parameters={{ id: risk.assetId }} size="sm">
        {name}
      </ScopedLink>
    )
  }
  if (risk.assetType === 'IMAGE') return name
  return <DetailsLink id={risk.assetId}>{name}</DetailsLink>
}

function ClusterName({ risk }: { readonly risk: RiskRow }) {
  if (risk.cluster === null) return <>{text('asset.nothing')}</>
  return (
    <ScopedLink path="/clusters/view" parameters={{ id: risk.cluster.id }} size="sm">
      <Short width="clamp(110px, 9vw, 220px)">{risk.cluster.name}</Short>
    </ScopedLink>
  )
}
