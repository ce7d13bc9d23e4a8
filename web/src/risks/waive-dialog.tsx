'use client'

import { Group, MultiSelect, Radio, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'
import { explain } from '../parts/failure.tsx'
import { SeverityTag } from '../parts/tag.tsx'
import type { RiskRow } from './risk-list.ts'
import { WaiverForm } from './waiver-form.tsx'
import { PreviewWaiverQuery } from './waiver-queries.ts'
import { type LabelValue, reachesOf, type WaiverReach, type WaiverTargetValue, waiverTarget } from './waiver-target.ts'

/** Accepts a risk for a reason, until a date; tells how many risks that would hide before it is saved. */
export function WaiveDialog({ risk, onClose }: { readonly risk: RiskRow; readonly onClose: () => void }) {
  const [reach, setReach] = useState<WaiverReach>(() => reachesOf(risk)[0] ?? 'asset')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const labels = risk.labels.filter((label) => chosen.includes(labelText(label)))
  const target = waiverTarget(risk, reach, labels)

  return (
    <Dialog onClose={onClose} title={text('waiver.title')}>
      <WaiverForm
        target={target}
        owner={risk.owner}
        save={text('waiver.save')}
        onSaved={(hides) => notifications.show({ message: text('waiver.saved', { count: hides }) })}
        onClose={onClose}
      >
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
                {...(each === 'risk' && {
                  description: text(
                    risk.kind === 'CONFIGURATION' ? 'waiver.reach.placeAdvice' : 'waiver.reach.riskAdvice',
                  ),
                })}
                styles={{ description: { fontSize: 'var(--mantine-font-size-xs)' } }}
              />
            ))}
          </Stack>
        </Radio.Group>
        {reach === 'labels' && (
          <MultiSelect
            label={text('asset.labels')}
            description={text('waiver.labelsAdvice')}
            required
            searchable
            data={risk.labels.map(labelText)}
            value={[...chosen]}
            onChange={setChosen}
          />
        )}
        {target && <Hidden target={target} />}
      </WaiverForm>
    </Dialog>
  )
}

/** How many open risks the waiver would hide as things are now; counted again when risks change. */
function Hidden({ target }: { readonly target: WaiverTargetValue }) {
  const [preview, reload] = useQuery({
    query: PreviewWaiverQuery,
    variables: { input: target },
    requestPolicy: 'network-only',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  useChanges(['Risk'], useReadAgain(preview.fetching || preview.stale, again))
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

function labelText({ key, value }: LabelValue): string {
  return value === '' ? key : `${key}=${value}`
}

function reachLabel(risk: RiskRow, reach: WaiverReach): string {
  switch (reach) {
    case 'risk':
      return text('waiver.reach.risk')
    case 'asset':
      return text('waiver.reach.asset', { asset: risk.assetName })
    case 'labels':
      return risk.cluster === null
        ? text('waiver.reach.labels')
        : text('waiver.reach.labelsOf', { cluster: risk.cluster.name })
    case 'namespace':
      return text('waiver.reach.namespace', { namespace: risk.namespace })
    case 'cluster':
      return text('waiver.reach.cluster', { cluster: risk.cluster?.name ?? '' })
    case 'everywhere':
      return text('waiver.reach.everywhere')
  }
}
