import { Button, Group } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { asList } from '../list/filters.ts'
import type { ListState } from '../list/url-state.ts'
import { text } from '../messages/text.ts'
import { entryText } from './entry-names.ts'

const NamesQuery = graphql(`
  query ExposuresNarrowedTo($ids: [ID!]!, $keys: [String!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Workload {
        kind
        namespace
        name
      }
    }
    exposures(first: 100, filter: { entryPoints: $keys }, orderBy: { field: ENTRY, direction: ASC }) {
      nodes {
        id
        entry {
          key
          kind
          object {
            kind
            namespace
            name
          }
        }
      }
    }
  }
`)

/** What a link has narrowed the list to, by name, each with a way to take it away. */
export function NarrowedTo({ state }: { readonly state: Pick<ListState<string>, 'filters' | 'setFilter'> }) {
  const keys = asList(state.filters['entryPoints'] ?? null)
  const ids = asList(state.filters['workloadIds'] ?? null)
  const [{ data }] = useQuery({
    query: NamesQuery,
    variables: { ids, keys },
    pause: keys.length + ids.length === 0,
  })
  if (keys.length + ids.length === 0) return null

  function entryName(key: string): string {
    const found = data?.exposures.nodes.find(({ entry }) => entry.key === key)
    return found ? text('exposure.onlyThrough', { name: entryText(found.entry) }) : text('exposure.onlyThroughOne')
  }
  function workloadName(id: string): string {
    const found = data?.nodes.find((node) => node?.id === id)
    if (found?.__typename !== 'Workload') return text('exposure.onlyToOne')
    return text('exposure.onlyTo', { name: `${found.kind} ${found.namespace}/${found.name}` })
  }
  function without(filter: 'entryPoints' | 'workloadIds', values: readonly string[], value: string): void {
    const left = values.filter((each) => each !== value)
    state.setFilter(filter, left.length === 0 ? null : left)
  }

  return (
    <Group gap={6}>
      {keys.map((key) => (
        <Narrowing key={key} name={entryName(key)} onTakeAway={() => without('entryPoints', keys, key)} />
      ))}
      {ids.map((id) => (
        <Narrowing key={id} name={workloadName(id)} onTakeAway={() => without('workloadIds', ids, id)} />
      ))}
    </Group>
  )
}

function Narrowing({ name, onTakeAway }: { readonly name: string; readonly onTakeAway: () => void }) {
  return (
    <Button
      size="xs"
      px={8}
      maw="100%"
      variant="light"
      rightSection={<IconX size={14} aria-hidden />}
      onClick={onTakeAway}
    >
      {name}
      <span className="bw-hidden">{text('filter.takeAway')}</span>
    </Button>
  )
}
