'use client'

import { Button, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { type PlainMessageKey, text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { Marked } from '../parts/marked.tsx'
import { type ShortColumn, ShortTable, TableWaiting } from '../parts/short-table.tsx'
import { useMay } from '../shell/use-may.ts'

const SettingsQuery = graphql(`
  query Settings {
    settings {
      name
      value
      origin
      description
      options
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
        options
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

/** What people call the settings; one that the catalogue does not know yet goes by its name. */
const TITLES: Readonly<Record<string, PlainMessageKey>> = {
  'retention.days': 'setting.retentionDays',
  'risk.atRiskPriority': 'setting.atRiskPriority',
}
const WORDS: Readonly<Record<string, PlainMessageKey>> = {
  HIGH: 'priority.HIGH',
  MEDIUM: 'priority.MEDIUM',
  LOW: 'priority.LOW',
}

/** Each setting with its value and where that comes from. */
export function SettingList() {
  const [{ data, error }, reload] = useQuery({ query: SettingsQuery, requestPolicy: 'cache-and-network' })
  const mayEdit = useMay('ADMINISTRATOR')
  const [edited, setEdited] = useState<Setting>()
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <TableWaiting label={text('settings.part.settings')} />
  }
  const actions: ShortColumn<Setting> = {
    key: 'actions',
    title: text('list.actions'),
    part: 'actions',
    align: 'right',
    render: (setting) => (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={text('setting.edit', { name: titleOf(setting) })}
        onClick={() => setEdited(setting)}
      >
        {text('action.edit')}
      </Button>
    ),
  }
  return (
    <>
      <ShortTable
        label={text('settings.part.settings')}
        columns={mayEdit ? [...columns, actions] : [...columns]}
        rows={data.settings}
        rowKey={(setting) => setting.name}
      />
      {edited && <SettingDialog setting={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

const columns: readonly ShortColumn<Setting>[] = [
  {
    key: 'name',
    title: text('setting.name'),
    part: 'name',
    render: (setting) => (
      <>
        <Group gap="xs">
          <b>{titleOf(setting)}</b>
          <Code fz="xs">{setting.name}</Code>
        </Group>
        <Text size="xs" c="dimmed">
          <Marked text={setting.description} />
        </Text>
      </>
    ),
  },
  {
    key: 'value',
    title: text('setting.value'),
    render: (setting) => (setting.value === '' ? text('asset.nothing') : wordOf(setting, setting.value)),
  },
  {
    key: 'origin',
    title: text('setting.origin'),
    render: (setting) => text(`settingOrigin.${setting.origin}`),
  },
]

function titleOf({ name }: Setting): string {
  const key = TITLES[name]
  return key === undefined ? name : text(key)
}

function wordOf({ options }: Setting, value: string): string {
  const key = options.includes(value) ? WORDS[value] : undefined
  return key === undefined ? value : text(key)
}

function SettingDialog({ setting, onClose }: { readonly setting: Setting; readonly onClose: () => void }) {
  const { run, running } = useAction(UpdateSettingMutation, { quiet: true })
  const [value, setValue] = useState(setting.value)
  const [error, setError] = useState<string>()

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const outcome = await run({ input: { name: setting.name, value: value.trim() } })
    if (outcome.ok) onClose()
    else setError(outcome.message)
  }

  const field = {
    label: text('setting.value'),
    description: <Marked text={setting.description} />,
    value,
    error,
    'data-autofocus': true,
  }
  return (
    <Dialog onClose={onClose} title={text('setting.edit', { name: titleOf(setting) })}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          {setting.options.length === 0 ? (
            <TextInput {...field} onChange={(event) => setValue(event.currentTarget.value)} />
          ) : (
            <Select
              {...field}
              data={setting.options.map((option) => ({ value: option, label: wordOf(setting, option) }))}
              allowDeselect={false}
              onChange={(next) => setValue(next ?? setting.value)}
            />
          )}
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
