import { Group, Skeleton, Stack } from '@mantine/core'
import type { VariablesOf } from 'gql.tada'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { DetailsLink } from '../parts/details-link.tsx'
import { Expansion } from '../parts/expansion.tsx'
import { Failure } from '../parts/failure.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { ShortTable } from '../parts/short-table.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { containerPortText, entryText, firstAddress } from './entry-names.ts'
import { exposureList } from './exposure-list.ts'
import { VerdictTag } from './verdict-tag.tsx'

const MOST_SHOWN = 10
const STRONGEST_FIRST = { field: 'VERDICT', direction: 'DESC' } as const

/** The strongest exposures that `filter` leaves, below a row that sums them up, and a link to all of them. */
export function WaysExpansion({
  label,
  filter,
  parameters,
  of,
}: {
  readonly label: string
  readonly filter: NonNullable<VariablesOf<typeof exposureList.page>['filter']>
  /** The same filter as an address holds it. */
  readonly parameters: Readonly<Record<string, string>>
  /** What the row is about, and so needs not be told again. */
  readonly of: 'entryPoint' | 'workload'
}) {
  const [{ data, error }, reload] = useQuery({
    query: exposureList.page,
    variables: { first: MOST_SHOWN, filter, orderBy: STRONGEST_FIRST },
    requestPolicy: 'cache-and-network',
  })
  const page = data?.list
  if (!page) {
    return (
      <Expansion>
        {error ? (
          <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
        ) : (
          <Skeleton h={72} aria-busy="true" />
        )}
      </Expansion>
    )
  }
  return (
    <Expansion>
      <Stack gap="xs">
        <ShortTable
          label={label}
          rows={page.nodes}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'verdict',
              title: text('exposure.verdict'),
              part: 'name',
              render: (row) => (
                <Group gap={4}>
                  <VerdictTag verdict={row.verdict} />
                  {row.intended && <ToneTag tone="idle">{text('exposure.intended')}</ToneTag>}
                </Group>
              ),
            },
            {
              key: 'title',
              title: text('exposure.title'),
              render: (row) => <DetailsLink id={row.id}>{row.title}</DetailsLink>,
            },
            of === 'entryPoint'
              ? {
                  key: 'containerPort',
                  title: text('exposure.containerPort'),
                  render: (row) => containerPortText(row) || text('asset.nothing'),
                }
              : { key: 'entry', title: text('exposure.entryPoint'), render: (row) => entryText(row.entry) },
            { key: 'address', title: text('exposure.address'), render: (row) => firstAddress(row.entry) },
          ]}
        />
        <ScopedLink path="/exposures" parameters={parameters} size="sm">
          {text('exposure.showAll', { count: page.totalCount })}
        </ScopedLink>
      </Stack>
    </Expansion>
  )
}
