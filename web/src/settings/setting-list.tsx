'use client'

import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { TableFrame, TableWaiting } from './table-frame.tsx'

const SettingsQuery = graphql(`
  query Settings {
    settings {
      name
      value
      origin
      description
    }
  }
`)

const UpdateSettingMutation = graphql(`
  mutation UpdateSetting($input: UpdateSettingInput!) {
    payload: updateSetting(input: $input) {
      setting {
        name
        value
        origin
        description
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

type Setting = ResultOf<typeof SettingsQuery>['settings'][number]

/** Each setting with its value and where that comes from. */
export function SettingList() {
  const [{ data, error }, reload] = useQuery({ query: SettingsQuery, requestPolicy: 'cache-and-network' })
  const [edited, setEdited] = useState<Setting>()
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.settings')} />
  }
  return (
    <>
      <TableFrame label={text('settings.part.settings')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('setting.name')}</Table.Th>
            <Table.Th>{text('setting.value')}</Table.Th>
            <Table.Th>{text('setting.origin')}</Table.Th>
            <Table.Th>
              <span className="bw-hidden">{text('action.edit')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.settings.map((setting) => (
            <Table.Tr key={setting.name}>
              <Table.Td>
                <Text size="sm" fw={500}>
                  {setting.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {setting.description}
                </Text>
              </Table.Td>
              <Table.Td>{setting.value || text('asset.nothing')}</Table.Td>
              <Table.Td>{text(`settingOrigin.${setting.origin}`)}</Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={text('setting.edit', { name: setting.name })}
                  onClick={() => setEdited(setting)}
                >
                  {text('action.edit')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </TableFrame>
      {edited && <SettingDialog setting={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

function SettingDialog({ setting, onClose }: { readonly setting: Setting; readonly onClose: () => void }) {
  const { run, running } = useAction(UpdateSettingMutation, { quiet: true })
  const [value, setValue] = useState(setting.value)
  const [error, setError] = useState<string>()

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const outcome = await run({ input: { name: setting.name, value } })
    if (outcome.ok) onClose()
    else setError(outcome.message)
  }

  return (
    <Dialog onClose={onClose} title={text('setting.edit', { name: setting.name })}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            label={setting.name}
            description={setting.description}
            value={value}
            error={error}
            onChange={(event) => setValue(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={running}>
              {text('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
