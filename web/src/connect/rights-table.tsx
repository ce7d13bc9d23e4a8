import { Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Marked } from '../parts/marked.tsx'
import { ShortTable } from '../parts/short-table.tsx'
import type { ConnectionTest } from './test-result.tsx'

type KindRights = ConnectionTest['kinds'][number]

/** What may be read of each kind, those with a gap first, and what follows from each right that is missing. */
export function RightsTable({ kinds }: { readonly kinds: readonly KindRights[] }) {
  const missing = kinds.filter(isMissing)
  const complete = kinds.filter((kind) => !isMissing(kind))
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
      {complete.length > 0 && (
        <Text size="xs" c="dimmed">
          {text('connect.complete', { kinds: complete.map((kind) => kind.kind).join(', ') })}
        </Text>
      )}
    </Stack>
  )
}

/** What is not served is no right that is missing: it is told all the same, for it is not seen. */
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
