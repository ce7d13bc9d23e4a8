import { Button, Group } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ResultOf } from 'gql.tada'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { asList } from '../list/filters.ts'
import type { ListState } from '../list/url-state.ts'
import { text } from '../messages/text.ts'

const NamesQuery = graphql(`
  query NarrowedTo($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Cluster {
        name
      }
      ... on Namespace {
        name
      }
      ... on ClusterNode {
        name
      }
      ... on Workload {
        name
      }
      ... on Pod {
        name
      }
      ... on Container {
        name
      }
      ... on Service {
        name
      }
      ... on Waiver {
        owner
        reason
      }
    }
  }
`)

type Named = NonNullable<NonNullable<ResultOf<typeof NamesQuery>['nodes']>[number]>

const TYPES: Readonly<Record<string, Scalar<'AssetType'>>> = {
  Cluster: 'CLUSTER',
  Namespace: 'NAMESPACE',
  ClusterNode: 'CLUSTER_NODE',
  Workload: 'WORKLOAD',
  Pod: 'POD',
  Container: 'CONTAINER',
  Service: 'SERVICE',
}

/** What a link has narrowed the list of risks to, by name, each with a way to take it away. */
export function NarrowedTo({ state }: { readonly state: Pick<ListState<string>, 'filters' | 'setFilter'> }) {
  const asked = (['assetIds', 'waiverIds'] as const).flatMap((filter) =>
    asList(state.filters[filter] ?? null).map((id) => ({ filter, id })),
  )
  const [{ data }] = useQuery({
    query: NamesQuery,
    variables: { ids: asked.map(({ id }) => id) },
    pause: asked.length === 0,
  })
  if (asked.length === 0) return null
  return (
    <Group gap={6}>
      {asked.map(({ filter, id }) => (
        <Button
          key={id}
          size="xs"
          px={8}
          variant="light"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => {
            const left = asked.filter((each) => each.filter === filter && each.id !== id).map((each) => each.id)
            state.setFilter(filter, left.length === 0 ? null : left)
          }}
        >
          {nameOf(data?.nodes.find((node) => node?.id === id))}
          <span className="bw-hidden">{text('filter.takeAway')}</span>
        </Button>
      ))}
    </Group>
  )
}

function nameOf(node: Named | null | undefined): string {
  if (node?.__typename === 'Waiver') return text('risk.onlyWaivedBy', { owner: node.owner, reason: node.reason })
  const type = node && TYPES[node.__typename]
  if (!type || !('name' in node)) return text('risk.onlyOfOne')
  return text('risk.onlyOf', { type: text(`assetType.${type}`), name: node.name })
}
