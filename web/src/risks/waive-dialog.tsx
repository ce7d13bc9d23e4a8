'use client'

import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { useAction } from '../api/use-action.ts'
import { useChanges } from '../live/live-provider.tsx'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { explain } from '../parts/failure.tsx'
import { SeverityTag } from '../parts/tag.tsx'
import type { RiskRow } from './risk-list.ts'
import { CreateWaiverMutation, PreviewWaiverQuery } from './waiver-queries.ts'
import { reachesOf, type WaiverReach, waiverTarget } from './waiver-target.ts'

const DEFAULT_DAYS = 90
const DAY_MS = 86_400_000
const FIELDS = ['reason', 'owner', 'until'] as const
type Field = (typeof FIELDS)[number]

/** Accepts a risk for a reason, until a date; tells how many risks that would hide before it is saved. */
export function WaiveDialog({ risk, onClose }: { readonly risk: RiskRow; readonly onClose: () => void }) {
  const [reach, setReach] = useState<WaiverReach>(() => reachesOf(risk)[0] ?? 'asset')
  const [reason, setReason] = useState('')
  const [owner, setOwner] = useState(risk.owner)
  const [until, setUntil] = useState(() => dateOf(Date.now() + DEFAULT_DAYS * DAY_MS))
  const [refused, setRefused] = useState<{ readonly field: Field; readonly message: string }>()
  const create = useAction(CreateWaiverMutation, { quiet: true })
  const target = waiverTarget(risk, reach)
  const errorOf = (field: Field) => (refused?.field === field ? refused.message : undefined)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const end = new Date(`${until}T23:59:59.999`).toISOString()
    const outcome = await create.run({ input: { target, reason: reason.trim(), owner: owner.trim(), until: end } })
    if (!outcome.ok) {
      return setRefused({ field: FIELDS.find((each) => each === outcome.field) ?? 'until', message: outcome.message })
    }
    notifications.show({ message: text('waiver.saved', { count: outcome.payload.waiver?.hides ?? 0 }) })
    onClose()
  }

  return (
    <Dialog onClose={onClose} title={text('waiver.title')}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <Group gap="xs" wrap="nowrap" align="start">
            <SeverityTag severity={risk.severity} />
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {text('risk.open', { title: risk.title, asset: risk.assetName })}
            </Text>
          </Group>
          <Radio.Group label={text('waiver.reach')} value={reach} onChange={(next) => setReach(next as WaiverReach)}>
            <Stack gap={8} mt={6}>
              {reachesOf(risk).map((each) => (
                <Radio
                  key={each}
                  size="xs"
                  value={each}
                  label={reachLabel(risk, each)}
                  {...(each === 'risk' && { description: text('waiver.reach.riskAdvice') })}
                  styles={{ description: { fontSize: 'var(--mantine-font-size-xs)' } }}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Hidden target={target} />
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
              {text('waiver.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** How many open risks the waiver would hide as things are now; counted again when risks change. */
function Hidden({ target }: { readonly target: ReturnType<typeof waiverTarget> }) {
  const [preview, reload] = useQuery({
    query: PreviewWaiverQuery,
    variables: { input: target },
    requestPolicy: 'network-only',
  })
  useChanges(['Risk'], () => reload({ requestPolicy: 'network-only' }))
  return (
    <Text size="sm" aria-live="polite" {...(preview.error && { c: 'var(--bw-tone-bad-text)' })}>
      {preview.error
        ? explain(preview.error).title
        : preview.data
          ? text('waiver.wouldHide', { count: preview.data.previewWaiver.hides })
          : text('waiver.counting')}
    </Text>
  )
}

function reachLabel(risk: RiskRow, reach: WaiverReach): string {
  switch (reach) {
    case 'risk':
      return text('waiver.reach.risk')
    case 'asset':
      return text('waiver.reach.asset', { asset: risk.assetName })
    case 'namespace':
      return text('waiver.reach.namespace', { namespace: risk.namespace })
    case 'cluster':
      return text('waiver.reach.cluster', { cluster: risk.cluster?.name ?? '' })
    case 'everywhere':
      return text('waiver.reach.everywhere')
  }
}

/** A moment's date where the reader is, as a date field takes it. */
function dateOf(at: number): string {
  const moment = new Date(at)
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`
}
