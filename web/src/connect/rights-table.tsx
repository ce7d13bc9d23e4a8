import { Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Marked } from '../parts/marked.tsx'
import { ShortTable } from '../parts/short-table.tsx'
import type { ConnectionTest } from './test-result.tsx'

type KindRights = ConnectionTest['kinds'][number]

/** What may be read of each kind: each right that is missing with what follows from it, all others in a line. */
export function RightsTable({ kinds }: { readonly kinds: readonly KindRights[] }) {
  const served = kinds.filter(({ reason }) => reason !== 'NOT_SERVED')
  const missing = served.filter(isMissing)
  if (kinds.length === 0) return null
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {text('connect.rights')}
      </Text>
      {missing.length > 0 && (
        <ShortTable
          label={text('connect.rights')}
          rows={missing}
          rowKey={(kind) => kind.kind}
          columns={[
            { key: 'kind', title: text('connect.kind'), render: (kind) => kind.kind, part: 'name', width: 200 },
            { key: 'list', title: text('connect.mayList'), render: (kind) => mark(kind.listable), width: 90 },
            { key: 'watch', title: text('connect.mayWatch'), render: (kind) => mark(kind.watchable), width: 90 },
            { key: 'follows', title: text('connect.follows'), render: (kind) => <Marked text={consequence(kind)} /> },
          ]}
        />
      )}
      <Others message="connect.complete" kinds={served.filter((kind) => !isMissing(kind))} />
      <Others message="connect.notServed" kinds={kinds.filter(({ reason }) => reason === 'NOT_SERVED')} />
    </Stack>
  )
}

function Others({
  message,
  kinds,
}: {
  readonly message: 'connect.complete' | 'connect.notServed'
  readonly kinds: readonly KindRights[]
}) {
  if (kinds.length === 0) return null
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {text(message, { kinds: kinds.map(({ kind }) => kind).join(', ') })}
    </Text>
  )
}

function isMissing(kind: KindRights): boolean {
  return !kind.listable || kind.watchable === false
}

function mark(right: boolean | null): string {
  return right === null ? text('connect.unknown') : text(right ? 'connect.may' : 'connect.mayNot')
}

function consequence(kind: KindRights): string {
  if (kind.listable) return text('connect.notWatched')
  if (kind.reason !== 'FORBIDDEN') return `${text(`coverageReason.${kind.reason}`)}.`
  return `${text('connect.notListed')} ${kind.advice}`
}
