'use client'

import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import type { RiskRow } from './risk-list.ts'
import { type WaiverReach, waiverTarget } from './waiver-target.ts'

const PreviewWaiverQuery = graphql(`
  query PreviewWaiver($input: WaiverTargetInput!) {
    previewWaiver(input: $input) {
      hides
    }
  }
`)

const CreateWaiverMutation = graphql(`
  mutation CreateWaiver($input: CreateWaiverInput!) {
    payload: createWaiver(input: $input) {
      waiver {
        id
        hides
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

const REACHES = ['asset', 'namespace', 'cluster', 'everywhere'] as const satisfies readonly WaiverReach[]
const DEFAULT_DAYS = 90
const DAY_MS = 86_400_000

/** Accepts a risk for a reason, until a date; tells how many risks that would hide before it is saved. */
export function WaiveDialog({ risk, onClose }: { readonly risk: RiskRow; readonly onClose: () => void }) {
  const [reach, setReach] = useState<WaiverReach>('asset')
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState(risk.owner)
  const [until, setUntil] = useState(() => dateOf(Date.now() + DEFAULT_DAYS * DAY_MS))
  const [error, setError] = useState<string>()
  const target = waiverTarget(risk, reach)
  const [preview] = useQuery({
    query: PreviewWaiverQuery,
    variables: { input: target },
    requestPolicy: 'network-only',
  })
  const create = useAction(CreateWaiverMutation, { quiet: true })

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const end = new Date(`${until}T23:59:59.999`).toISOString()
    const outcome = await create.run({ input: { target, reason: reason.trim(), owner: owner.trim(), until: end } })
    if (outcome.ok) onClose()
    else setError(outcome.message)
  }

  return (
    <Dialog onClose={onClose} title={text('waiver.waiveOf', { title: risk.title })}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <Radio.Group label={text('waiver.reach')} value={reach} onChange={(next) => setReach(next as WaiverReach)}>
            <Stack gap={6} mt={6}>
              {REACHES.filter((each) => each !== 'namespace' || risk.namespace !== '').map((each) => (
                <Radio key={each} size="xs" value={each} label={text(`waiver.reach.${each}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Text size="sm" aria-live="polite">
            {preview.data && !preview.fetching
              ? text('waiver.wouldHide', { count: preview.data.previewWaiver.hides })
              : text('waiver.counting')}
          </Text>
          <Textarea
            label={text('waiver.reason')}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={text('waiver.owner')}
            required
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={text('waiver.until')}
            required
            min={dateOf(Date.now())}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={error}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={create.running}>
              {text('waiver.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
