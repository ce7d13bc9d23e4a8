'use client'

import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { text } from '../../messages/text.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { CreateWaiverMutation } from '../../risks/waiver-queries.ts'
import { VerdictTag } from '../verdict-tag.tsx'
import type { ExposureData } from './exposure-query.ts'

const DEFAULT_DAYS = 90
const DAY_MS = 86_400_000
const FIELDS = ['reason', 'owner', 'until'] as const
type Field = (typeof FIELDS)[number]

/** Says that one exposure, as it is now, is meant to be: for a reason, until a date. */
export function IntendedDialog({
  exposure,
  risk,
  onClose,
}: {
  readonly exposure: Pick<ExposureData, 'title' | 'verdict'>
  readonly risk: NonNullable<ExposureData['risk']>
  readonly onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState(risk.owner)
  const [until, setUntil] = useState(() => dateOf(Date.now() + DEFAULT_DAYS * DAY_MS))
  const [refused, setRefused] = useState<{ readonly field: Field; readonly message: string }>()
  const create = useAction(CreateWaiverMutation, { quiet: true })
  const errorOf = (field: Field) => (refused?.field === field ? refused.message : undefined)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const end = new Date(`${until}T23:59:59.999`)
    if (Number.isNaN(end.getTime())) return setRefused({ field: 'until', message: text('intended.noDate') })
    const outcome = await create.run({
      input: { target: { risk: risk.id }, reason: reason.trim(), owner: owner.trim(), until: end.toISOString() },
    })
    if (!outcome.ok) {
      return setRefused({ field: FIELDS.find((each) => each === outcome.field) ?? 'until', message: outcome.message })
    }
    notifications.show({ message: text('intended.saved') })
    onClose()
  }

  return (
    <Dialog onClose={onClose} title={text('intended.mark')}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <Group gap="xs" wrap="nowrap" align="start">
            <VerdictTag verdict={exposure.verdict} />
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {exposure.title}
            </Text>
          </Group>
          <Text size="sm">{text('intended.reopens')}</Text>
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
            <Button type="submit" loading={create.running}>
              {text('intended.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** A moment's date where the reader is, as a date field takes it. */
function dateOf(at: number): string {
  const moment = new Date(at)
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`
}
