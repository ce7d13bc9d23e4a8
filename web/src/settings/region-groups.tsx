'use client'

import { Button, Code, Group, Stack, Table, TagsInput, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { RegionsQuery } from '../shell/scope.ts'
import { TableFrame, TableWaiting } from './table-frame.tsx'

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
  const [edited, setEdited] = useState<RegionGroup | 'new'>()
  const remove = useAction(DeleteRegionGroupMutation)
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.regionGroups')} />
  }
  const add = (
    <Button size="xs" onClick={() => setEdited('new')}>
      {text('regionGroup.add')}
    </Button>
  )
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
        <TableFrame label={text('settings.part.regionGroups')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('regionGroup.name')}</Table.Th>
              <Table.Th>{text('regionGroup.regions')}</Table.Th>
              <Table.Th>
                <span className="bw-hidden">{text('action.edit')}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.regionGroups.map((group) => (
              <Table.Tr key={group.id}>
                <Table.Td fw={500}>{group.name}</Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    {group.regions.map((region) => (
                      <Code key={region}>{region}</Code>
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={text('regionGroup.edit', { name: group.name })}
                      onClick={() => setEdited(group)}
                    >
                      {text('action.edit')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={text('regionGroup.delete', { name: group.name })}
                      onClick={() => void remove.run({ input: { regionGroup: group.id } })}
                    >
                      {text('action.delete')}
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </TableFrame>
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
