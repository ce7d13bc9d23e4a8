import { Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Short } from '../parts/short.tsx'
import type { Role } from './roles.ts'

interface Scope {
  readonly clusterNames: readonly string[]
  readonly namespaces: readonly string[]
  readonly registries: readonly string[]
}

/** A role, and below it what is seen only. */
export function Rights({ role, scope }: { readonly role: Role; readonly scope: Scope | null }) {
  return (
    <Stack gap={0}>
      <span>{text(`role.${role}`)}</span>
      <Text size="xs" c="dimmed">
        <Short width="clamp(140px, 16vw, 320px)">{scope === null ? text('access.everything') : scopeText(scope)}</Short>
      </Text>
    </Stack>
  )
}

function scopeText({ clusterNames, namespaces, registries }: Scope): string {
  const parts = [
    [text('access.clusters'), clusterNames],
    [text('access.namespaces'), namespaces],
    [text('access.registries'), registries],
  ] as const
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([label, names]) => `${label}: ${names.join(', ')}`)
    .join(' · ')
}
