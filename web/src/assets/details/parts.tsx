import { Badge, Code, DataList, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import type { Scalar } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { DetailsLink } from '../../parts/details-link.tsx'
import { Failure } from '../../parts/failure.tsx'
import { NotAnalyzed } from '../../parts/not-analyzed.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { ToneTag } from '../../parts/tag.tsx'
import { RiskCounters } from '../../risks/risk-counters.tsx'
import { isAnalyzed, type RiskSummaryData } from '../../risks/risk-summary.ts'
import { podTone } from '../states.ts'
import { ContainerStateTag } from '../tables.tsx'
import classes from './details.module.css'
import { HistorySection } from './history-section.tsx'
import { Section } from './section.tsx'
import { DetailsSkeleton } from './skeleton.tsx'

export interface CommonAsset {
  readonly id: string
  readonly name: string
  readonly present: boolean
  readonly created: string | null
  readonly firstSeen: string
  readonly lastSeen: string | null
  readonly cluster: { readonly id: string; readonly name: string }
  readonly labels: readonly { readonly key: string; readonly value: string }[]
  readonly riskSummary: RiskSummaryData
}

/** The frame of all details: heading, state, facts of the kind, what is common to all assets, risks, labels. */
export function AssetDetails({
  kind,
  asset,
  state,
  facts,
  children,
}: {
  readonly kind: string
  readonly asset: CommonAsset
  readonly state?: ReactNode
  readonly facts: readonly Fact[]
  readonly children?: ReactNode
}) {
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text size="xs" c="dimmed">
          {kind}
        </Text>
        <Group gap="xs">
          <Title order={2} className={classes.name}>
            {asset.name}
          </Title>
          {state}
          {!asset.present && <ToneTag tone="idle">{text('asset.gone')}</ToneTag>}
        </Group>
      </Stack>
      <Facts
        facts={[
          [
            text('asset.cluster'),
            <ScopedLink key="cluster" path="/clusters/view" parameters={{ id: asset.cluster.id, open: '' }}>
              {asset.cluster.name}
            </ScopedLink>,
          ],
          ...facts,
          [text('asset.created'), <Ago key="created" at={asset.created} />],
          [text('asset.firstSeen'), <Ago key="first" at={asset.firstSeen} />],
          [text('asset.lastSeen'), <Ago key="last" at={asset.lastSeen} />],
        ]}
      />
      {children}
      <RisksSection asset={asset} />
      <Labels title={text('asset.labels')} labels={asset.labels} />
      <HistorySection id={asset.id} />
    </Stack>
  )
}

export type Fact = readonly [label: string, value: ReactNode]

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <DataList size="sm" gap={6} labelWidth="140px">
      {facts.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue className={classes.value}>
            {value === '' || value === null || value === undefined ? text('asset.nothing') : value}
          </DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  )
}

function RisksSection({ asset }: { readonly asset: CommonAsset }) {
  const { riskSummary } = asset
  // Where nothing at all was analysed, one reason says it.
  const missing = riskSummary.high === null ? [] : riskSummary.byKind.filter((kind) => !isAnalyzed(kind))
  return (
    <Section title={text('risk.risks')}>
      {riskSummary.high === null ? (
        <NotAnalyzed reason={riskSummary.notAnalyzedReason} />
      ) : (
        <RiskCounters summary={riskSummary} parameters={{ assetIds: asset.id }} />
      )}
      {missing.map((kind) => (
        <Text key={kind.kind} size="xs" c="dimmed">
          {text('risk.kindNotAnalyzed', {
            kind: text(`riskKind.${kind.kind}`),
            reason: kind.notAnalyzedReason ?? text('risk.notAnalyzedUnknown'),
          })}
        </Text>
      ))}
    </Section>
  )
}

export function Labels({
  title,
  labels,
}: {
  readonly title: string
  readonly labels: readonly { readonly key: string; readonly value: string }[]
}) {
  return (
    <Section title={title}>
      {labels.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text('details.noLabels')}
        </Text>
      ) : (
        <Group gap={4}>
          {labels.map((label) => (
            <Code key={label.key} fz="xs">
              {label.value === '' ? label.key : `${label.key}=${label.value}`}
            </Code>
          ))}
        </Group>
      )}
    </Section>
  )
}

export function Ports({
  ports,
}: {
  readonly ports: readonly {
    readonly name: string
    readonly port: number
    readonly protocol: string
    readonly hostPort: number | null
  }[]
}) {
  return (
    <Section title={text('asset.ports')}>
      {ports.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text('details.noPorts')}
        </Text>
      ) : (
        <Group gap={4}>
          {ports.map((port) => (
            <Badge key={`${port.port}/${port.protocol}`} variant="default" tt="none" fw={500}>
              {`${port.name === '' ? '' : `${port.name} `}${port.port}/${port.protocol}`}
              {port.hostPort !== null && text('details.hostPort', { port: String(port.hostPort) })}
            </Badge>
          ))}
        </Group>
      )}
    </Section>
  )
}

export function ContainerLinks({
  containers,
}: {
  readonly containers: {
    readonly totalCount: number
    readonly nodes: readonly {
      readonly id: string
      readonly name: string
      readonly kind: Scalar<'ContainerKind'>
      readonly state: Scalar<'ContainerState'>
      readonly stateReason: string
      readonly imageReference: string
    }[]
  }
}) {
  return (
    <Section title={text('details.count', { label: text('asset.containers'), count: containers.totalCount })}>
      {containers.nodes.map((container) => (
        <Group key={container.id} gap="xs">
          <DetailsLink id={container.id}>{container.name}</DetailsLink>
          <ContainerStateTag state={container.state} reason={container.stateReason} />
          {container.kind !== 'MAIN' && <Text size="xs">{text(`containerKind.${container.kind}`)}</Text>}
          <Text size="xs" c="dimmed">
            {container.imageReference}
          </Text>
        </Group>
      ))}
      <More shown={containers.nodes.length} total={containers.totalCount} />
    </Section>
  )
}

export function PodLinks({
  pods,
}: {
  readonly pods: {
    readonly totalCount: number
    readonly nodes: readonly {
      readonly id: string
      readonly name: string
      readonly status: string
      readonly ready: boolean
    }[]
  }
}) {
  return (
    <Section title={text('details.count', { label: text('asset.pods'), count: pods.totalCount })}>
      {pods.nodes.map((pod) => (
        <Group key={pod.id} gap="xs">
          <DetailsLink id={pod.id}>{pod.name}</DetailsLink>
          <ToneTag tone={podTone(pod)}>{pod.status}</ToneTag>
        </Group>
      ))}
      <More shown={pods.nodes.length} total={pods.totalCount} />
    </Section>
  )
}

export function More({ shown, total }: { readonly shown: number; readonly total: number }) {
  if (total <= shown) return null
  return (
    <Text size="xs" c="dimmed">
      {text('details.more', { count: total - shown })}
    </Text>
  )
}

/** What stands here until the details have come, or when they do not. */
export function Waiting({ error, reload }: { readonly error: CombinedError | undefined; readonly reload: () => void }) {
  return error ? <Failure error={error} onRetry={reload} /> : <DetailsSkeleton />
}
