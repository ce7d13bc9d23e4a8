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
import type { CheckResultData } from './check-result-query.ts'

const WaiveDialog = dynamic(() => import('../../risks/waive-dialog.tsx').then((module) => module.WaiveDialog), {
  ssr: false,
})

/** Whether it is accepted: by whom and until when, or the way to accept it. Nothing for what is no risk. */
export function AcceptSection({ result }: { readonly result: CheckResultData }) {
  if (result.waiver) {
    return (
      <Section title={text('check.accept')}>
        <Accepted waiver={result.waiver} />
      </Section>
    )
  }
  if (result.risk === null || result.result !== 'FAIL') return null
  return (
    <Section title={text('check.accept')}>
      <NotAccepted risk={result.risk} />
    </Section>
  )
}

function Accepted({ waiver }: { readonly waiver: NonNullable<CheckResultData['waiver']> }) {
  const end = useAction(EndWaiverMutation)
  const mayEnd = useMay('OPERATOR')
  return (
    <Stack gap={6} align="start">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {text('risk.waivedBy', { owner: waiver.owner, reason: waiver.reason })} <Ago at={waiver.until} />.
      </Text>
      <Text size="sm" c="dimmed">
        {waiver.oneRisk ? text('waiver.reach.placeAdvice') : text('intended.reachesFurther', { count: waiver.hides })}
      </Text>
      {mayEnd && (
        <Button
          size="xs"
          variant="default"
          loading={end.running}
          onClick={() => void end.run({ input: { waiver: waiver.id } })}
        >
          {text('check.acceptNoLonger')}
        </Button>
      )}
    </Stack>
  )
}

function NotAccepted({ risk }: { readonly risk: NonNullable<CheckResultData['risk']> }) {
  const [isOpen, setIsOpen] = useState(false)
  const mayAccept = useMay('OPERATOR')
  return (
    <Stack gap={6} align="start">
      <Text size="sm" c="dimmed">
        {text('check.acceptAdvice')}
      </Text>
      {mayAccept && (
        <Button size="xs" variant="default" onClick={() => setIsOpen(true)}>
          {text('waiver.title')}
        </Button>
      )}
      {isOpen && <WaiveDialog risk={risk} onClose={() => setIsOpen(false)} />}
    </Stack>
  )
}
