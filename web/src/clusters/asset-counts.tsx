'use client'

import { Group, Paper, SimpleGrid, Skeleton, Text } from '@mantine/core'
import { useQuery, useSubscription } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import type { Within } from '../assets/tables.tsx'
import { formatNumber, text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import classes from './asset-counts.module.css'

const AssetCountsQuery = graphql(`
  query AssetCounts($scope: ScopeInput) {
    assetCounts(scope: $scope) {
      kind
      total
      atRisk
      analyzedClusters
      clusters
      notAnalyzedReason
    }
  }
`)

const AssetCountsSubscription = graphql(`
  subscription AssetCountsChanged($scope: ScopeInput) {
    assetCountsChanged(scope: $scope) {
      kind
      total
      atRisk
      analyzedClusters
      clusters
      notAnalyzedReason
    }
  }
`)

interface Count {
  readonly kind: Scalar<'AssetKind'>
  readonly total: number
  readonly atRisk: number | null
  readonly notAnalyzedReason: string | null
}

/** Where the list stands that sums to a kind's number. */
export type CountLink = (kind: Scalar<'AssetKind'>) => {
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}

export const ASSET_KINDS = [
  'CLUSTER',
  'NODE',
  'NAMESPACE',
  'APPLICATION',
  'POD',
  'CONTAINER',
  'IMAGE',
] as const satisfies readonly Scalar<'AssetKind'>[]

/** The seven asset kinds, each with its at-risk twin; live, and each number a link. */
export function AssetCounts({
  scope,
  link,
  kinds = ASSET_KINDS,
}: {
  readonly scope: Within
  readonly link: CountLink
  readonly kinds?: readonly Scalar<'AssetKind'>[]
}) {
  const [query, reload] = useQuery({
    query: AssetCountsQuery,
    variables: { scope },
    requestPolicy: 'cache-and-network',
  })
  const [live] = useSubscription({ query: AssetCountsSubscription, variables: { scope } })
  const counts: readonly Count[] | undefined = live.data?.assetCountsChanged ?? query.data?.assetCounts
  if (!counts && query.error) {
    return <Failure error={query.error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
  }
  return (
    <SimpleGrid
      component="section"
      aria-label={text('counts.title')}
      cols={{ base: 2, xs: 3, md: kinds.length }}
      spacing="xs"
    >
      {kinds.map((kind) => (
        <CountCard key={kind} kind={kind} count={counts?.find((each) => each.kind === kind)} link={link} />
      ))}
    </SimpleGrid>
  )
}

function CountCard({
  kind,
  count,
  link,
}: {
  readonly kind: Scalar<'AssetKind'>
  readonly count: Count | undefined
  readonly link: CountLink
}) {
  const { path, parameters } = link(kind)
  const name = text(`assetKinds.${kind}`)
  return (
    <Paper withBorder p="xs" className={classes.card}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      {count === undefined ? (
        <Skeleton height={28} width="50%" aria-label={text('list.loading', { label: name })} />
      ) : (
        <>
          <ScopedLink
            path={path}
            parameters={parameters}
            className={classes.total}
            underline="hover"
            label={text('counts.total', { count: count.total, kind: name })}
          >
            {formatNumber(count.total)}
          </ScopedLink>
          <Group gap={6} wrap="nowrap">
            <AtRisk count={count} name={name} path={path} parameters={parameters} />
          </Group>
        </>
      )}
    </Paper>
  )
}

function AtRisk({
  count,
  name,
  path,
  parameters,
}: {
  readonly count: Count
  readonly name: string
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}) {
  if (count.atRisk === null) return <NotAnalyzed reason={count.notAnalyzedReason} short />
  return (
    <>
      <ScopedLink
        path={path}
        parameters={{ ...parameters, atRisk: 'true' }}
        size="xs"
        label={text('counts.atRiskLabel', { count: count.atRisk, kind: name })}
        {...(count.atRisk > 0 && { className: classes.atRisk })}
      >
        {text('counts.atRisk', { count: count.atRisk })}
      </ScopedLink>
      {count.notAnalyzedReason !== null && (
        <Text size="xs" c="dimmed" truncate title={count.notAnalyzedReason}>
          {count.notAnalyzedReason}
        </Text>
      )}
    </>
  )
}
