'use client'

import { Button, Stack, Text } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { EndWaiverMutation } from '../../risks/waiver-queries.ts'
import { useMay } from '../../shell/use-may.ts'
import type { ExposureData } from './exposure-query.ts'

const IntendedDialog = dynamic(() => import('./intended-dialog.tsx').then((module) => module.IntendedDialog), {
  ssr: false,
})

/** Whether it is meant to be: by whom that was said and until when, or the way to say it. */
export function IntendedSection({ exposure }: { readonly exposure: ExposureData }) {
  if (exposure.intended) {
    return (
      <Section title={text('intended.title')}>
        {exposure.waiver ? (
          <MarkedIntended waiver={exposure.waiver} />
        ) : (
          <Text size="sm">{text('intended.byUnseen')}</Text>
        )}
      </Section>
    )
  }
  if (exposure.risk === null) return null
  return (
    <Section title={text('intended.title')}>
      <NotMarked exposure={exposure} risk={exposure.risk} />
    </Section>
  )
}

function MarkedIntended({ waiver }: { readonly waiver: NonNullable<ExposureData['waiver']> }) {
  const end = useAction(EndWaiverMutation)
  const mayEnd = useMay('OPERATOR')
  return (
    <Stack gap={6} align="start">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {text('intended.by', { owner: waiver.owner, reason: waiver.reason })} <Ago at={waiver.until} />.
      </Text>
      <Text size="sm" c="dimmed">
        {waiver.oneRisk ? text('intended.reopens') : text('intended.reachesFurther', { count: waiver.hides })}
      </Text>
      {mayEnd && (
        <Button
          size="xs"
          variant="default"
          loading={end.running}
          onClick={() => void end.run({ input: { waiver: waiver.id } })}
        >
          {text('intended.end')}
        </Button>
      )}
    </Stack>
  )
}

function NotMarked({
  exposure,
  risk,
}: {
  readonly exposure: ExposureData
  readonly risk: NonNullable<ExposureData['risk']>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const mayMark = useMay('OPERATOR')
  return (
    <Stack gap={6} align="start">
      <Text size="sm" c="dimmed">
        {text('intended.not')}
      </Text>
      {mayMark && (
        <Button size="xs" variant="default" onClick={() => setIsOpen(true)}>
          {text('intended.mark')}
        </Button>
      )}
      {isOpen && <IntendedDialog exposure={exposure} risk={risk} onClose={() => setIsOpen(false)} />}
    </Stack>
  )
}
