'use client'

import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { NO_RIGHTS, RightsFields, rightsInput } from './rights-fields.tsx'
import { ShownOnce } from './shown-once.tsx'

const CreateLoginLinkMutation = graphql(`
  mutation CreateLoginLink($input: CreateLoginLinkInput!) {
    payload: createLoginLink(input: $input) {
      url
      expires
      userErrors {
        field
        code
        message
      }
    }
  }
`)

/** Makes a link that logs somebody in. */
export function LinkDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useAction(CreateLoginLinkMutation, { quiet: true })
  const [name, setName] = useState('')
  const [rights, setRights] = useState(NO_RIGHTS)
  const [error, setError] = useState<string>()
  const [url, setUrl] = useState<string>()

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const outcome = await create.run({ input: { name: name.trim(), ...rightsInput(rights) } })
    if (outcome.ok) setUrl(outcome.payload.url ?? '')
    else setError(outcome.message)
  }

  return (
    <Dialog onClose={onClose} title={text('access.addLink')}>
      {url === undefined ? (
        <form onSubmit={(event) => void save(event)}>
          <Stack>
            <TextInput
              label={text('access.personName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={error}
              required
              data-autofocus
            />
            <RightsFields draft={rights} onChange={setRights} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {text('action.cancel')}
              </Button>
              <Button type="submit" loading={create.running}>
                {text('access.addLink')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <ShownOnce
          title={text('access.linkTitle')}
          advice={text('access.linkAdvice')}
          secret={here(url)}
          onDone={onClose}
        />
      )}
    </Dialog>
  )
}

/** The link by the name under which this browser reaches the server, which the server need not know. */
function here(url: string): string {
  const { pathname, hash } = new URL(url)
  return `${window.location.origin}${pathname}${hash}`
}
