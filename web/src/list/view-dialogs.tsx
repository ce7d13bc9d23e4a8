'use client'

import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import type { ListState } from './url-state.ts'
import { DeleteViewMutation, type SavedView, SaveViewMutation, UpdateViewMutation } from './view-queries.ts'

/** Keeps what is asked of a list under a name. */
export function SaveViewDialog({
  list,
  state,
  onClose,
}: {
  /** As the API calls it. */
  readonly list: string
  readonly state: Pick<ListState<string>, 'query' | 'columns'>
  readonly onClose: () => void
}) {
  const save = useAction(SaveViewMutation, { quiet: true })
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [refused, setRefused] = useState<string>()

  async function submit(): Promise<void> {
    const columns = state.columns === null ? [] : [...state.columns]
    const outcome = await save.run({ input: { list, name, query: state.query, columns, shared } })
    if (outcome.ok) onClose()
    else setRefused(outcome.message)
  }

  return (
    <Dialog title={text('view.save')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={text('view.name')}
            value={name}
            maxLength={100}
            error={refused}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Switch
            label={text('view.share')}
            description={text('view.shareAdvice')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={save.running} disabled={name.trim() === ''}>
              {text('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** Shares and deletes views. */
export function ManageViewsDialog({
  views,
  onClose,
}: {
  readonly views: readonly SavedView[]
  readonly onClose: () => void
}) {
  return (
    <Dialog title={text('view.manage')} onClose={onClose}>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {views.length === 0 && <li>{text('view.none')}</li>}
        {views.map((view) => (
          <ManagedView key={view.id} view={view} />
        ))}
      </Stack>
    </Dialog>
  )
}

function ManagedView({ view }: { readonly view: SavedView }) {
  const update = useAction(UpdateViewMutation)
  const remove = useAction(DeleteViewMutation)
  return (
    <Group component="li" justify="space-between" gap="xs">
      <Text size="sm" fw={500}>
        {view.name}
      </Text>
      {view.changeable ? (
        <Group gap="xs">
          <Switch
            size="xs"
            label={text('view.shared')}
            aria-label={text('view.sharedOf', { name: view.name })}
            checked={view.shared}
            disabled={update.running}
            onChange={(event) => void update.run({ input: { view: view.id, shared: event.currentTarget.checked } })}
          />
          <Button
            size="compact-xs"
            variant="default"
            aria-label={text('view.deleteOf', { name: view.name })}
            loading={remove.running}
            onClick={() => void remove.run({ input: { view: view.id } })}
          >
            {text('action.delete')}
          </Button>
        </Group>
      ) : (
        <Text size="xs" c="dimmed">
          {text('view.ofOthers')}
        </Text>
      )}
    </Group>
  )
}
