'use client'

import { Button, Group, type GroupProps } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import Link from 'next/link'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { LoadSampleClusterMutation } from './cluster-mutations.ts'

/** The two ways to a first cluster: to connect one, or to load the sample. */
export function ConnectOrSample({
  onLoaded,
  ...group
}: {
  /** Told the id of the sample, which is being read then. */
  readonly onLoaded: (cluster: string) => void
} & GroupProps) {
  const sample = useAction(LoadSampleClusterMutation)

  async function load(): Promise<void> {
    const outcome = await sample.run({ input: {} })
    if (outcome.ok && outcome.payload.cluster) onLoaded(outcome.payload.cluster.id)
  }

  return (
    <Group gap="xs" {...group}>
      <Button
        component={Link}
        href="/clusters/connect"
        size="xs"
        leftSection={<IconPlugConnected size={16} aria-hidden />}
      >
        {text('clusters.connect')}
      </Button>
      <Button size="xs" variant="default" loading={sample.running} onClick={() => void load()}>
        {text('clusters.loadSample')}
      </Button>
    </Group>
  )
}
