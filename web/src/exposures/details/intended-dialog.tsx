'use client'

import { Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { text } from '../../messages/text.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { WaiverForm } from '../../risks/waiver-form.tsx'
import { VerdictTag } from '../verdict-tag.tsx'
import type { ExposureData } from './exposure-query.ts'

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
  return (
    <Dialog onClose={onClose} title={text('intended.mark')}>
      <WaiverForm
        target={{ risk: risk.id }}
        owner={risk.owner}
        save={text('intended.save')}
        onSaved={() => notifications.show({ message: text('intended.saved') })}
        onClose={onClose}
      >
        <Group gap="xs" wrap="nowrap" align="start">
          <VerdictTag verdict={exposure.verdict} />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {exposure.title}
          </Text>
        </Group>
        <Text size="sm">{text('intended.reopens')}</Text>
      </WaiverForm>
    </Dialog>
  )
}
