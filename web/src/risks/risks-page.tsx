'use client'

import { Button, Stack } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { FilterBar } from '../list/filter-bar.tsx'
import { ListPage } from '../list/list-page.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { DetailsLink } from '../parts/details-link.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { SeverityTag, ToneTag } from '../parts/tag.tsx'
import { useScope } from '../shell/scope.ts'
import { RiskExpansion } from './risk-expansion.tsx'
import { type RiskRow, riskList } from './risk-list.ts'

const WaiveDialog = dynamic(() => import('./waive-dialog.tsx').then((module) => module.WaiveDialog), { ssr: false })

type Field = (typeof riskList.orderFields)[number]

/** Risks of every kind in scope; where the counters lead. */
export function RisksPage() {
  const scope = useScope()
  const list = useList(riskList, { within: { scope: scope.input } })
  const [waived, setWaived] = useState<RiskRow>()
  return (
    <ListPage title={text('risk.risks')}>
      <Stack gap="sm">
        <FilterBar label={text('risk.risks')} definitions={riskList.filters} state={list.state} />
        <ListTable
          list={list}
          label={text('risk.risks')}
          columns={[...columns, waiveColumn(setWaived)]}
          rowLabel={(row) => text('risk.open', { title: row.title, asset: row.assetName })}
          isGone={(row) => row.state === 'RESOLVED'}
          expansion={(row) => <RiskExpansion risk={row} />}
          empty={<Nothing title={text('risk.none')} advice={text('risk.noneAdvice')} />}
        />
      </Stack>
      {waived && <WaiveDialog risk={waived} onClose={() => setWaived(undefined)} />}
    </ListPage>
  )
}

const columns: readonly Column<RiskRow, Field>[] = [
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
  { key: 'title', title: text('risk.title'), sort: 'TITLE', render: (row) => row.title },
  { key: 'kind', title: text('risk.kind'), render: (row) => text(`riskKind.${row.kind}`) },
  { key: 'asset', title: text('risk.asset'), render: (row) => <AssetName risk={row} /> },
  { key: 'cluster', title: text('asset.cluster'), render: (row) => row.cluster?.name ?? text('asset.nothing') },
  { key: 'namespace', title: text('asset.namespace'), render: (row) => row.namespace || text('asset.nothing') },
  { key: 'firstSeen', title: text('asset.firstSeen'), sort: 'FIRST_SEEN', render: (row) => <Ago at={row.firstSeen} /> },
]

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
        <Button
          size="compact-xs"
          variant="default"
          aria-label={text('waiver.waiveOf', { title: row.title })}
          onClick={(event) => {
            event.stopPropagation()
            onWaive(row)
          }}
        >
          {text('waiver.waive')}
        </Button>
      )
    },
  }
}

function AssetName({ risk }: { readonly risk: RiskRow }) {
  if (risk.assetType === 'CLUSTER') {
    return (
      <ScopedLink path="/clusters/view" parameters={{ id: risk.assetId }} size="sm">
        {risk.assetName}
      </ScopedLink>
    )
  }
  if (risk.assetType === 'IMAGE') return <>{risk.assetName}</>
  return <DetailsLink id={risk.assetId}>{risk.assetName}</DetailsLink>
}
