'use client'

import { Button, Group, Stack } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { useAction } from '../api/use-action.ts'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { waiverList } from '../risks/waiver-list.ts'
import { EndWaiverMutation } from '../risks/waiver-queries.ts'
import { useMay } from '../shell/use-may.ts'

type Row = ResultOf<typeof waiverList.page>['list']['nodes'][number]

const columns: readonly Column<Row, (typeof waiverList.orderFields)[number]>[] = [
  {
    key: 'target',
    title: text('waiver.target'),
    sort: 'TARGET',
    data: ['kind', 'rule', 'assetName'],
    render: (row) => (
      <Group gap={6} wrap="nowrap">
        {row.oneRisk && (
          <ToneTag tone="idle" title={text('waiver.oneRiskAdvice')}>
            {text('waiver.oneRisk')}
          </ToneTag>
        )}
        <Short width="clamp(120px, 22vw, 480px)">{targetOf(row)}</Short>
      </Group>
    ),
  },
  { key: 'hides', title: text('waiver.hides'), sort: 'HIDES', render: (row) => <Hides waiver={row} /> },
  { key: 'until', title: text('waiver.until'), sort: 'UNTIL', render: (row) => <Ago at={row.until} /> },
  {
    key: 'owner',
    title: text('waiver.owner'),
    sort: 'OWNER',
    render: (row) => <Short width="140px">{row.owner}</Short>,
  },
  {
    key: 'reason',
    title: text('waiver.reason'),
    sort: 'REASON',
    render: (row) => <Short width="clamp(160px, 15vw, 420px)">{row.reason}</Short>,
  },
  { key: 'created', title: text('waiver.created'), sort: 'CREATED', render: (row) => <Ago at={row.created} /> },
  { key: 'createdBy', title: text('waiver.createdBy'), sort: 'CREATED_BY', render: (row) => actorName(row.createdBy) },
  { key: 'end', title: text('list.actions'), align: 'right', isActions: true, render: (row) => <End waiver={row} /> },
]

/** All waivers; one that hides nothing says so. */
export function WaiverTable() {
  const list = useList(waiverList)
  return (
    <Stack gap="sm">
      <ListBar label={text('settings.part.waivers')} list={list} columns={columns} />
      <ListTable
        list={list}
        label={text('settings.part.waivers')}
        columns={columns}
        rowLabel={targetOf}
        isGone={(row) => row.ended}
        empty={<Nothing title={text('waiver.none')} advice={text('waiver.noneAdvice')} />}
      />
    </Stack>
  )
}

function Hides({ waiver }: { readonly waiver: Row }) {
  if (waiver.ended) return <ToneTag tone="idle">{text('waiver.ended')}</ToneTag>
  if (waiver.hides === 0) return <ToneTag tone="warning">{text('waiver.dead')}</ToneTag>
  return (
    <ScopedLink path="/risks" parameters={{ waiverIds: waiver.id, states: 'OPEN' }} size="sm">
      {text('waiver.hidesCount', { count: waiver.hides })}
    </ScopedLink>
  )
}

function End({ waiver }: { readonly waiver: Row }) {
  const { run, running } = useAction(EndWaiverMutation)
  const mayEnd = useMay('OPERATOR')
  if (waiver.ended || !mayEnd) return null
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={running}
      aria-label={text('waiver.endOf', { target: targetOf(waiver) })}
      onClick={() => void run({ input: { waiver: waiver.id } })}
    >
      {text('waiver.end')}
    </Button>
  )
}

/** What a waiver is for, in words; what tells it from others comes first. */
function targetOf(waiver: Row): string {
  const parts = [
    waiver.rule,
    waiver.kind === null ? '' : text(`riskKind.${waiver.kind}`),
    waiver.assetType === null ? '' : text(`assetType.${waiver.assetType}`),
    waiver.assetName,
    waiver.cluster?.name ?? '',
    waiver.namespace,
    waiver.registry,
    ...waiver.labels.map((label) => `${label.key}=${label.value}`),
  ]
  return parts.filter(Boolean).join(' · ')
}

/** Who did it: a session is somebody at the dashboard, a token goes by its name. */
function actorName(actor: string): string {
  return actor.startsWith('session:') ? text('taskSource.CONSOLE') : actor.replace(/^token:/, '')
}
