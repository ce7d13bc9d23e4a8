'use client'

import { Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { useOpenDetails } from '../parts/details-link.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import { SeverityTag } from '../parts/tag.tsx'
import type { Scope } from '../shell/scope.ts'
import { type CheckRow, checkList } from './check-list.ts'
import { OutcomeTag } from './outcome-tag.tsx'
import { WriteRule } from './rules/write-rule.tsx'

type CheckColumn = Column<CheckRow, (typeof checkList.orderFields)[number]>

const columns: readonly CheckColumn[] = [
  {
    key: 'severity',
    title: text('risk.severity'),
    sort: 'SEVERITY',
    render: (row) => <SeverityTag severity={row.severity} />,
  },
  { key: 'rule', title: text('risk.rule'), sort: 'ID', isAside: true, render: (row) => row.rule },
  {
    key: 'title',
    title: text('check.check'),
    sort: 'TITLE',
    render: (row) => (
      <Text component="span" size="sm" fw={500}>
        <Short width="clamp(200px, 32vw, 640px)">{row.title}</Short>
      </Text>
    ),
  },
  {
    key: 'status',
    title: text('check.status'),
    sort: 'STATUS',
    isAside: true,
    render: (row) => (row.status === null ? text('check.notAsked') : <OutcomeTag outcome={row.status} />),
  },
  {
    key: 'failed',
    title: text('checkOutcome.FAIL'),
    sort: 'FAILED',
    align: 'right',
    render: (row) => (
      <Total of={row} count={row.failed} outcome="FAIL" parameters={{ rules: row.rule, results: 'FAIL' }} />
    ),
  },
  {
    key: 'exempt',
    title: text('checkOutcome.EXEMPT'),
    sort: 'EXEMPT',
    align: 'right',
    render: (row) => (
      <Total of={row} count={row.exempt} outcome="EXEMPT" parameters={{ rules: row.rule, results: 'EXEMPT' }} />
    ),
  },
  {
    key: 'notAssessable',
    title: text('checkOutcome.NOT_ASSESSABLE'),
    sort: 'NOT_ASSESSABLE',
    align: 'right',
    render: (row) => (
      <Total
        of={row}
        count={row.notAssessable}
        outcome="NOT_ASSESSABLE"
        parameters={{ rules: row.rule, results: 'NOT_ASSESSABLE' }}
      />
    ),
  },
  {
    key: 'passed',
    title: text('checkOutcome.PASS'),
    sort: 'PASSED',
    align: 'right',
    render: (row) => (
      <Total of={row} count={row.passed} outcome="PASS" parameters={{ view: 'objects', passed: row.rule }} />
    ),
  },
  {
    key: 'frameworks',
    title: text('check.frameworks'),
    data: ['frameworks.framework', 'frameworks.version', 'frameworks.section'],
    isAside: true,
    render: (row) => {
      const names = new Set(row.frameworks.map(({ framework }) => text(`framework.${framework}`)))
      return [...names].join(', ') || text('asset.nothing')
    },
  },
]

/** On a phone what is wrong and how often are in sight. */
const phoneColumns: readonly CheckColumn[] = [...columns.filter(tellsMost), ...columns.filter((one) => !tellsMost(one))]

function tellsMost({ key }: CheckColumn): boolean {
  return key === 'title' || key === 'failed'
}

/** How often a rule says something, as a link to where; a rule that has judged nothing has no number. */
function Total({
  of,
  count,
  outcome,
  parameters,
}: {
  readonly of: CheckRow
  readonly count: number | null
  readonly outcome: 'FAIL' | 'EXEMPT' | 'NOT_ASSESSABLE' | 'PASS'
  readonly parameters: Readonly<Record<string, string>>
}) {
  if (count === null) return <span title={text('check.notAskedAdvice')}>{text('asset.nothing')}</span>
  const label = text('check.totalOf', { count, outcome: text(`checkOutcome.${outcome}`), title: of.title })
  return (
    <ScopedLink
      path="/configuration"
      parameters={parameters}
      size="sm"
      label={label}
      {...(count === 0 && { c: 'dimmed' })}
    >
      {formatNumber(count)}
    </ScopedLink>
  )
}

/** Rules, and how often each holds. */
export function CheckTable({ scope }: { readonly scope: Scope['input'] }) {
  const list = useList(checkList, { within: { scope } })
  const readAgain = useReadAgain(list.loading, list.refresh)
  useChanges(['CheckTally', 'Analysis', 'Waiver'], readAgain)
  const [, setOpen] = useOpenDetails()
  const isPhone = useMediaQuery('(max-width: 37.5em)')
  return (
    <Stack gap="sm">
      <WriteRule />
      <ListBar label={text('check.checks')} list={list} columns={columns} />
      <ListTable
        list={list}
        label={text('check.checks')}
        columns={isPhone ? phoneColumns : columns}
        onOpen={(row) => void setOpen(row.id)}
        rowLabel={(row) => text('check.openRule', { rule: row.rule, title: row.title })}
        empty={<Nothing title={text('check.noRules')} advice={text('check.noRulesAdvice')} />}
      />
    </Stack>
  )
}
