'use client'

import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { NO_RIGHTS, RightsFields, rightsInput } from './rights-fields.tsx'
import { ShownOnce } from './shown-once.tsx'

const CreateTokenMutation = graphql(`
  mutation CreateToken($input: CreateTokenInput!) {
    payload: createToken(input: $input) {
      token {
        id
        name
      }
      secret
      userErrors {
        field
        code
        message
      }
    }
  }
`)

/** Days; 0 for a token that does not run out. */
const LIFETIMES = ['30', '90', '365', '0'] as const
const DAY_MS = 86_400_000

/** Makes a token and shows its secret once. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useAction(CreateTokenMutation, { quiet: true })
  const [name, setName] = useState('')
  const [rights, setRights] = useState(NO_RIGHTS)
  const [days, setDays] = useState<string>('90')
  const [error, setError] = useState<string>()
  const [secret, setSecret] = useState<string>()

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const lifetimeMs = Number(days) * DAY_MS
    const outcome = await create.run({
      input: {
        name: name.trim(),
        ...rightsInput(rights),
        ...(lifetimeMs > 0 && { expires: new Date(Date.now() + lifetimeMs).toISOString() }),
      },
    })
    if (outcome.ok) setSecret(outcome.payload.secret ?? '')
    else setError(outcome.message)
  }

  if (secret !== undefined) {
    return (
      <Dialog onClose={onClose} title={text('access.addToken')}>
        <ShownOnce
          title={text('access.secretTitle')}
          advice={text('access.secretAdvice', { name: name.trim() })}
          secret={secret}
          onDone={onClose}
        />
      </Dialog>
    )
  }
  return (
    <Dialog onClose={onClose} title={text('access.addToken')}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            label={text('access.tokenName')}
            description={text('access.tokenNameAdvice')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={error}
            required
            data-autofocus
          />
          <RightsFields draft={rights} onChange={setRights} />
          <Select
            label={text('access.lifetime')}
            value={days}
            onChange={(value) => setDays(value ?? '90')}
            data={LIFETIMES.map((each) => ({ value: each, label: text(`access.lifetime.${each}`) }))}
            allowDeselect={false}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={create.running}>
              {text('access.addToken')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
