import { MultiSelect, SegmentedControl, Stack, TagsInput, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { ROLES, type Role } from './roles.ts'

const ScopeClustersQuery = graphql(`
  query ScopeClusters {
    clusters(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`)

/** A role with a scope, as it is being chosen; empty lists do not limit. */
export interface RightsDraft {
  readonly role: Role
  readonly clusters: readonly string[]
  readonly namespaces: readonly string[]
  readonly registries: readonly string[]
}

export const NO_RIGHTS: RightsDraft = { role: 'VIEWER', clusters: [], namespaces: [], registries: [] }

/** The draft as the API takes it. */
export function rightsInput({ role, clusters, namespaces, registries }: RightsDraft) {
  const scope = {
    ...(clusters.length > 0 && { clusters: [...clusters] }),
    ...(namespaces.length > 0 && { namespaces: [...namespaces] }),
    ...(registries.length > 0 && { registries: [...registries] }),
  }
  return role === 'ADMINISTRATOR' || Object.keys(scope).length === 0 ? { role } : { role, scope }
}

/** Chooses a role, and for who is no administrator, what they see only. */
export function RightsFields({
  draft,
  onChange,
}: {
  readonly draft: RightsDraft
  readonly onChange: (draft: RightsDraft) => void
}) {
  const [{ data }] = useQuery({ query: ScopeClustersQuery })
  return (
    <Stack gap="sm">
      <Stack gap={4}>
        <SegmentedControl
          aria-label={text('access.role')}
          value={draft.role}
          onChange={(role) => onChange({ ...draft, role: role as Role })}
          data={ROLES.map((role) => ({ value: role, label: text(`role.${role}`) }))}
        />
        <Text size="xs" c="dimmed">
          {text(`role.advice.${draft.role}`)}
        </Text>
      </Stack>
      {draft.role !== 'ADMINISTRATOR' && (
        <>
          <MultiSelect
            label={text('access.clusters')}
            description={text('access.allIfEmpty')}
            data={(data?.clusters.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={[...draft.clusters]}
            onChange={(clusters) => onChange({ ...draft, clusters })}
            searchable
          />
          <TagsInput
            label={text('access.namespaces')}
            description={text('access.allIfEmpty')}
            value={[...draft.namespaces]}
            onChange={(namespaces) => onChange({ ...draft, namespaces })}
          />
          <TagsInput
            label={text('access.registries')}
            description={text('access.allIfEmpty')}
            value={[...draft.registries]}
            onChange={(registries) => onChange({ ...draft, registries })}
          />
        </>
      )}
    </Stack>
  )
}
