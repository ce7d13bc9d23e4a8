'use client'

import { Button, Code, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { type ShortColumn, ShortTable, TableWaiting } from '../parts/short-table.tsx'
import { RegionsQuery } from '../shell/scope.ts'
import { useMay } from '../shell/use-may.ts'

const CreateRegionGroupMutation = graphql(`
  mutation CreateRegionGroup($input: CreateRegionGroupInput!) {
    payload: createRegionGroup(input: $input) {
      regionGroup {
        id
        name
        regions
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

const UpdateRegionGroupMutation = graphql(`
  mutation UpdateRegionGroup($input: UpdateRegionGroupInput!) {
    payload: updateRegionGroup(input: $input) {
      regionGroup {
        id
        name
        regions
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

const DeleteRegionGroupMutation = graphql(`
  mutation DeleteRegionGroup($input: DeleteRegionGroupInput!) {
    payload: deleteRegionGroup(input: $input) {
      userErrors {
        field
        code
        message
      }
    }
  }
`)

interface RegionGroup {
  readonly id: string
  readonly name: string
  readonly regions: readonly string[]
}

/** The named groups of the region switch. */
export function RegionGroups() {
  const [{ data, error }, reload] = useQuery({ query: RegionsQuery, requestPolicy: 'cache-and-network' })
  const mayEdit = useMay('ADMINISTRATOR')
  const [edited, setEdited] = useState<RegionGroup | 'new'>()
  const remove = useAction(DeleteRegionGroupMutation)
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.regionGroups')} />
  }
  const add = mayEdit && (
    <Button size="xs" onClick={() => setEdited('new')}>
      {text('regionGroup.add')}
    </Button>
  )
  const actions: ShortColumn<RegionGroup> = {
    key: 'actions',
    title: text('list.actions'),
    part: 'actions',
    align: 'right',
    render: (group) => (
      <Group gap="xs" wrap="nowrap" display="inline-flex">
        <Button
          size="compact-xs"
          variant="default"
          aria-label={text('regionGroup.edit', { name: group.name })}
          onClick={() => setEdited(group)}
        >
          {text('action.edit')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={text('regionGroup.delete', { name: group.name })}
          onClick={() => void remove.run({ input: { regionGroup: group.id } })}
        >
          {text('action.delete')}
        </Button>
      </Group>
    ),
  }
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {text('regionGroup.note')}
        </Text>
        {data.regionGroups.length > 0 && add}
      </Group>
      {data.regionGroups.length === 0 ? (
        <Nothing title={text('regionGroup.none')} advice={text('regionGroup.noneAdvice')} action={add} />
      ) : (
        <ShortTable
          label={text('settings.part.regionGroups')}
          columns={mayEdit ? [...columns, actions] : [...columns]}
          rows={data.regionGroups}
          rowKey={(group) => group.id}
        />
      )}
      {edited && (
        <RegionGroupDialog
          group={edited === 'new' ? undefined : edited}
          known={data.regions.filter((region) => region !== '')}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  )
}

const columns: readonly ShortColumn<RegionGroup>[] = [
  { key: 'name', title: text('regionGroup.name'), part: 'name', render: (group) => <b>{group.name}</b> },
  {
    key: 'regions',
    title: text('regionGroup.regions'),
    render: ({ regions }) =>
      regions.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text('regionGroup.noRegions')}
        </Text>
      ) : (
        <Group gap={4}>
          {regions.map((region) => (
            <Code key={region}>{region}</Code>
          ))}
        </Group>
      ),
  },
]

function RegionGroupDialog({
  group,
  known,
  onClose,
}: {
  readonly group: RegionGroup | undefined
  readonly known: readonly string[]
  readonly onClose: () => void
}) {
  const create = useAction(CreateRegionGroupMutation, { quiet: true })
  const update = useAction(UpdateRegionGroupMutation, { quiet: true })
  const [name, setName] = useState(group?.name ?? '')
  const [regions, setRegions] = useState([...(group?.regions ?? [])])
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const input = { name: name.trim(), regions }
    const outcome = group
      ? await update.run({ input: { regionGroup: group.id, ...input } })
      : await create.run({ input })
    if (outcome.ok) onClose()
    else setError(outcome.message)
  }

  return (
    <Dialog onClose={onClose} title={group ? text('regionGroup.edit', { name: group.name }) : text('regionGroup.add')}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            label={text('regionGroup.name')}
            value={name}
            error={error}
            required
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <TagsInput
            label={text('regionGroup.regions')}
            description={text('regionGroup.regionsAdvice')}
            data={[...known]}
            value={regions}
            onChange={setRegions}
            // Open only while something is typed: otherwise the list covers the buttons below.
            searchValue={typed}
            onSearchChange={setTyped}
            dropdownOpened={typed !== ''}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={create.running || update.running}>
              {text('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
