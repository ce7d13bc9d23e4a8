import { SimpleGrid, Text } from '@mantine/core'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import { PriorityLinks } from '../risks/risk-counters.tsx'
import { countsOfKinds, isAnalyzed, type RiskSummaryData, reasonOf } from '../risks/risk-summary.ts'
import { Block } from './block.tsx'
import type { ClusterRow } from './cluster-parts.tsx'
import { ConfigurationBlock } from './configuration-block.tsx'

const blocks = {
  alerts: ['ALERT'],
  vulnerabilities: ['VULNERABILITY'],
} as const satisfies Record<string, readonly Scalar<'RiskKind'>[]>

const BLOCKS = ['alerts', 'vulnerabilities'] as const

/** The summary blocks of a cluster; one whose domain has not looked yet says so, and why. */
export function RiskBlocks({ cluster }: { readonly cluster: Pick<ClusterRow, 'id' | 'riskSummary' | 'checkTask'> }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="xs" component="section" aria-label={text('block.title')}>
      {BLOCKS.map((block) => (
        <RiskBlock
          key={block}
          title={text(`block.${block}`)}
          kinds={blocks[block]}
          summary={cluster.riskSummary}
          clusterId={cluster.id}
        />
      ))}
      <ConfigurationBlock cluster={cluster} />
      <Block title={text('block.firewall')}>
        <NotAnalyzed reason={text('block.firewallReason')} />
      </Block>
    </SimpleGrid>
  )
}

function RiskBlock({
  title,
  kinds,
  summary,
  clusterId,
}: {
  readonly title: string
  readonly kinds: readonly Scalar<'RiskKind'>[]
  readonly summary: RiskSummaryData
  readonly clusterId: string
}) {
  const part = summary.byKind.filter((kind) => kinds.includes(kind.kind))
  const counts = countsOfKinds(part)
  // Of a kind that was not looked at, or not at all of it, a number alone would say too much.
  const missing = part.filter((kind) => kind.notAnalyzedReason !== null)
  return (
    <Block title={title}>
      {counts ? (
        <>
          <PriorityLinks counts={counts} parameters={{ cluster: clusterId, kinds: kinds.join(',') }} />
          {missing.map((kind) => (
            <Text key={kind.kind} size="sm" c="dimmed">
              {text(isAnalyzed(kind) ? 'risk.kindIncomplete' : 'risk.kindNotAnalyzed', {
                kind: text(`riskKind.${kind.kind}`),
                reason: kind.notAnalyzedReason ?? text('risk.notAnalyzedUnknown'),
              })}
            </Text>
          ))}
        </>
      ) : (
        <NotAnalyzed reason={reasonOf({ notAnalyzedReason: null, byKind: part }) ?? summary.notAnalyzedReason} />
      )}
    </Block>
  )
}
