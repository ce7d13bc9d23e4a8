import { Group, Text } from '@mantine/core'
import type { Scalar } from '../../api/graphql.ts'
import { formatNumber, text } from '../../messages/text.ts'
import { DetailsLink } from '../../parts/details-link.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx'
import { OutcomeTag } from '../outcome-tag.tsx'
import type { RequirementData } from './framework-query.ts'
import { listOf } from './outcomes.ts'

const columns: readonly ShortColumn<RequirementData>[] = [
  {
    key: 'section',
    title: text('framework.requirement'),
    part: 'name',
    render: ({ section, title }) => (
      <>
        <b>{section}</b>
        {title !== null && (
          <Text size="sm" component="div">
            {title}
          </Text>
        )}
      </>
    ),
  },
  {
    key: 'status',
    title: text('check.status'),
    render: ({ status, checks }) =>
      status === null ? (
        <Text size="sm" c="dimmed" component="span">
          {text(checks.length === 0 ? 'framework.notCovered' : 'check.notAsked')}
        </Text>
      ) : (
        <OutcomeTag outcome={status} />
      ),
  },
  numberOf('FAIL', ({ failed }) => failed),
  numberOf('EXEMPT', ({ exempt }) => exempt),
  numberOf('NOT_ASSESSABLE', ({ notAssessable }) => notAssessable),
  numberOf('PASS', ({ passed }) => passed),
  {
    key: 'rules',
    title: text('framework.rules'),
    render: ({ checks }) =>
      checks.length > 0 && (
        <Group gap={6} className="bw-facts">
          {checks.map(({ id, rule, title }) => (
            <span key={id} title={title}>
              <DetailsLink id={id}>{rule}</DetailsLink>
            </span>
          ))}
        </Group>
      ),
  },
]

/** What a framework asks for, in its order; also what no rule looks after. */
export function RequirementTable({
  label,
  requirements,
}: {
  readonly label: string
  readonly requirements: readonly RequirementData[]
}) {
  return <ShortTable label={label} columns={columns} rows={requirements} rowKey={({ section }) => section} />
}

function numberOf(
  outcome: Scalar<'CheckStatus'>,
  count: (requirement: RequirementData) => number | null,
): ShortColumn<RequirementData> {
  return {
    key: outcome,
    title: text(`checkOutcome.${outcome}`),
    align: 'right',
    render: (requirement) => <Count outcome={outcome} count={count(requirement)} requirement={requirement} />,
  }
}

function Count({
  outcome,
  count,
  requirement: { section, checks },
}: {
  readonly outcome: Scalar<'CheckStatus'>
  readonly count: number | null
  readonly requirement: RequirementData
}) {
  if (count === null) return <>{text('asset.nothing')}</>
  return (
    <ScopedLink
      path="/configuration"
      parameters={listOf(
        outcome,
        checks.map(({ rule }) => rule),
      )}
      size="sm"
      label={text('check.totalOf', { count, outcome: text(`checkOutcome.${outcome}`), title: section })}
      {...(count === 0 && { c: 'dimmed' })}
    >
      {formatNumber(count)}
    </ScopedLink>
  )
}
