'use client'

import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { CreateWaiverMutation } from './waiver-queries.ts'
import type { WaiverTargetValue } from './waiver-target.ts'

const DEFAULT_DAYS = 90
const DAY_MS = 86_400_000
const FIELDS = ['reason', 'owner', 'until'] as const
type Field = (typeof FIELDS)[number]

/** Why something is accepted, who answers for it and until when; writes the waiver. `children` stand above: what it is for. */
export function WaiverForm({
  target,
  owner: firstOwner,
  save: saveLabel,
  onSaved,
  onClose,
  children,
}: {
  /** Undefined while it is not chosen yet: then nothing can be saved. */
  readonly target: WaiverTargetValue | undefined
  readonly owner: string
  readonly save: string
  /** With the number of open risks that it hides. */
  readonly onSaved: (hides: number) => void
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState(firstOwner)
  const [until, setUntil] = useState(() => dateOf(Date.now() + DEFAULT_DAYS * DAY_MS))
  const [refused, setRefused] = useState<{ readonly field: Field; readonly message: string }>()
  const create = useAction(CreateWaiverMutation, { quiet: true })
  const errorOf = (field: Field) => (refused?.field === field ? refused.message : undefined)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!target) return
    const end = new Date(`${until}T23:59:59.999`)
    if (Number.isNaN(end.getTime())) return setRefused({ field: 'until', message: text('waiver.noDate') })
    const input = { target, reason: reason.trim(), owner: owner.trim(), until: end.toISOString() }
    const outcome = await create.run({ input })
    if (!outcome.ok) {
      return setRefused({ field: FIELDS.find((each) => each === outcome.field) ?? 'until', message: outcome.message })
    }
    onSaved(outcome.payload.waiver?.hides ?? 0)
    onClose()
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack>
        {children}
        <Textarea
          label={text('waiver.reason')}
          required
          autosize
          minRows={2}
          maxRows={6}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={errorOf('reason')}
          data-autofocus
        />
        <TextInput
          label={text('waiver.owner')}
          description={text('waiver.ownerAdvice')}
          required
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          error={errorOf('owner')}
        />
        <TextInput
          type="date"
          label={text('waiver.until')}
          description={text('waiver.untilAdvice')}
          required
          min={dateOf(Date.now())}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={errorOf('until')}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {text('action.cancel')}
          </Button>
          <Button type="submit" loading={create.running} disabled={!target}>
            {saveLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A moment's date where the reader is, as a date field takes it. */
function dateOf(at: number): string {
  const moment = new Date(at)
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`
}
