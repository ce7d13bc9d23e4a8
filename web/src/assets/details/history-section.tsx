import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../../api/graphql.ts'
import type { FileColumn } from '../../list/column-choice.ts'
import { useChanges } from '../../live/live-provider.tsx'
import { useReadAgain } from '../../live/use-read-again.ts'
import { text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { Failure } from '../../parts/failure.tsx'
import { ToneTag } from '../../parts/tag.tsx'
import type { Tone } from '../../theme/palette.ts'
import { Section } from './section.tsx'

const ExportMenu = dynamic(() => import('../../list/export-menu.tsx').then((module) => module.ExportMenu), {
  ssr: false,
})

const HistoryQuery = graphql(`
  query AssetHistory($id: ID!, $first: Int!, $orderBy: HistoryEntryOrder) {
    node(id: $id) {
      __typename
      id
      ... on Asset {
        history(first: $first, orderBy: $orderBy) {
          totalCount
          nodes {
            at
            operation
            fields {
              name
              old
              new
            }
          }
        }
      }
    }
  }
`)

const ASSETS = ['Namespace', 'ClusterNode', 'Workload', 'Pod', 'Container', 'Service']
const FIRST = 10
const MOST = 100
const LATEST_FIRST = { field: 'TIME', direction: 'DESC' } as const

/** What a file has of an entry. */
const FILE_COLUMNS: readonly FileColumn[] = [
  { field: 'at', label: text('history.at') },
  { field: 'operation', label: text('history.operation') },
  { field: 'fields.name', label: text('history.field') },
  { field: 'fields.old', label: text('history.old') },
  { field: 'fields.new', label: text('history.new') },
]

const tones: Readonly<Record<Scalar<'ChangeOperation'>, Tone>> = { ADDED: 'good', MODIFIED: 'busy', REMOVED: 'idle' }

/** What happened to an asset, the latest first. */
export function HistorySection({ id }: { readonly id: string }) {
  const [first, setFirst] = useState(FIRST)
  const variables = { id, first, orderBy: LATEST_FIRST }
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: HistoryQuery,
    variables,
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  const readAgain = useReadAgain(fetching || stale, again)
  useChanges(ASSETS, (changes, resync) => {
    if (resync || changes.some((change) => change.nodeId === id)) readAgain()
  })
  const history = data?.node && 'history' in data.node ? data.node.history : undefined
  return (
    <Section title={text('history.title')}>
      {error && !history && <Failure error={error} onRetry={again} />}
      {!error && !history && <Skeleton h={60} />}
      {history?.nodes.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('history.none')}
        </Text>
      )}
      {history?.nodes.map((entry) => (
        <Stack key={`${entry.at} ${entry.fields.map((field) => field.new).join()}`} gap={0}>
          <Group gap="xs">
            <ToneTag tone={tones[entry.operation]}>{text(`changeOperation.${entry.operation}`)}</ToneTag>
            <Text size="xs" c="dimmed" component="span">
              <Ago at={entry.at} />
            </Text>
          </Group>
          {entry.operation === 'MODIFIED' &&
            entry.fields.map(({ name, old, new: fresh }) => (
              <Text key={name} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {text('history.from', {
                  name,
                  old: old || text('asset.nothing'),
                  new: fresh || text('asset.nothing'),
                })}
              </Text>
            ))}
        </Stack>
      ))}
      {history && history.totalCount > history.nodes.length && first < MOST && (
        <Button size="compact-xs" variant="subtle" onClick={() => setFirst(MOST)} style={{ alignSelf: 'start' }}>
          {text('history.more')}
        </Button>
      )}
      {history && history.totalCount > 0 && (
        <div>
          <ExportMenu
            label={text('history.title')}
            list="history"
            of={id}
            columns={FILE_COLUMNS}
            document={HistoryQuery}
            variables={variables}
          />
        </div>
      )}
    </Section>
  )
}
