'use client'

import { Autocomplete, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { type Outcome, useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { RegionsQuery, useViewedCluster } from '../shell/scope.ts'
import type { ClusterDialogKind } from './cluster-actions.tsx'
import { RemoveClusterMutation, RenameClusterMutation, SetClusterRegionMutation } from './cluster-mutations.ts'

interface DialogCluster {
  readonly id: string
  readonly name: string
  readonly region: string
}

/** Renames a cluster, moves it to a region, or removes it. */
export function ClusterDialog({
  kind,
  cluster,
  onClose,
}: {
  readonly kind: ClusterDialogKind
  readonly cluster: DialogCluster
  readonly onClose: () => void
}) {
  const titles = { rename: 'cluster.renameOf', region: 'cluster.setRegionOf', remove: 'cluster.removeOf' } as const
  return (
    <Dialog onClose={onClose} title={text(titles[kind], { name: cluster.name })}>
      {kind === 'rename' && <Rename cluster={cluster} onDone={onClose} />}
      {kind === 'region' && <SetRegion cluster={cluster} onDone={onClose} />}
      {kind === 'remove' && <Remove cluster={cluster} onDone={onClose} />}
    </Dialog>
  )
}

interface PartProps {
  readonly cluster: DialogCluster
  readonly onDone: () => void
}

function Rename({ cluster, onDone }: PartProps) {
  const { run, running } = useAction(RenameClusterMutation, { quiet: true })
  const [name, setName] = useState(cluster.name)
  return (
    <OneField
      running={running}
      onSubmit={() => run({ input: { cluster: cluster.id, name: name.trim() } })}
      onDone={onDone}
      render={(error) => (
        <TextInput
          label={text('cluster.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error}
          required
          data-autofocus
        />
      )}
    />
  )
}

function SetRegion({ cluster, onDone }: PartProps) {
  const { run, running } = useAction(SetClusterRegionMutation, { quiet: true })
  const [{ data }] = useQuery({ query: RegionsQuery })
  const [region, setRegion] = useState(cluster.region)
  return (
    <OneField
      running={running}
      onSubmit={() => run({ input: { cluster: cluster.id, region: region.trim() } })}
      onDone={onDone}
      render={(error) => (
        <Autocomplete
          label={text('cluster.region')}
          description={text('cluster.regionAdvice')}
          data={data?.regions ?? []}
          value={region}
          onChange={setRegion}
          error={error}
          // The list of regions would cover the button below it before anybody has asked for one.
          openOnFocus={false}
          data-autofocus
        />
      )}
    />
  )
}

function Remove({ cluster, onDone }: PartProps) {
  const { run, running } = useAction(RemoveClusterMutation)
  const router = useRouter()
  const viewed = useViewedCluster()

  async function remove(): Promise<void> {
    const outcome = await run({ input: { cluster: cluster.id } })
    if (!outcome.ok) return
    notifications.show({ message: text('cluster.removing', { name: cluster.name }) })
    onDone()
    if (viewed === cluster.id) router.push('/clusters')
  }

  return (
    <Stack>
      <Text size="sm">{text('cluster.removeAsk', { name: cluster.name })}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone} data-autofocus>
          {text('action.cancel')}
        </Button>
        <Button color="red.9" loading={running} onClick={() => void remove()}>
          {text('cluster.removeConfirm')}
        </Button>
      </Group>
    </Stack>
  )
}

function OneField({
  running,
  onSubmit,
  onDone,
  render,
}: {
  readonly running: boolean
  readonly onSubmit: () => Promise<Outcome<unknown>>
  readonly onDone: () => void
  readonly render: (error: string | undefined) => React.ReactNode
}) {
  const [error, setError] = useState<string>()

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const outcome = await onSubmit()
    if (outcome.ok) onDone()
    else setError(outcome.message)
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {render(error)}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {text('action.cancel')}
          </Button>
          <Button type="submit" loading={running}>
            {text('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
