'use client'

import { Button, Group, Radio, Select, Stack, TagsInput, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Scalar } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Notice } from '../../parts/notice.tsx'
import { VerdictTag } from '../verdict-tag.tsx'
import { type ActionKind, type FittingAction, fittingActions, type TriedExposure } from './actions.ts'
import { SimulationResult } from './simulation-result.tsx'
import { useSimulation } from './use-simulation.ts'

const PROVIDERS = ['ACK', 'AWS', 'AZURE', 'GKE'] as const satisfies readonly Scalar<'CloudProvider'>[]
type Provider = (typeof PROVIDERS)[number]

/** Tries on the objects of a cluster what would close these exposures, all of that cluster. Nothing is applied. */
export function WhatIfDialog({
  exposures,
  onClose,
}: {
  readonly exposures: readonly TriedExposure[]
  readonly onClose: () => void
}) {
  // What was chosen when it was opened: the rows behind may change meanwhile.
  const [tried] = useState(exposures)
  const actions = fittingActions(tried)
  return (
    <Dialog onClose={onClose} title={text('whatIf.title')} size="xl">
      <Stack>
        <Tried exposures={tried} />
        {actions.length === 0 ? (
          <Notice tone="busy" title={text('whatIf.nothingFits')}>
            {text('whatIf.nothingFitsAdvice')}
          </Notice>
        ) : (
          <Question exposures={tried} actions={actions} />
        )}
      </Stack>
    </Dialog>
  )
}

function Tried({ exposures }: { readonly exposures: readonly TriedExposure[] }) {
  const [only, ...others] = exposures
  if (!only) return null
  if (others.length > 0) return <Text size="sm">{text('whatIf.chosen', { count: exposures.length })}</Text>
  return (
    <Group gap="xs" wrap="nowrap" align="start">
      <VerdictTag verdict={only.verdict} />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {only.title}
      </Text>
    </Group>
  )
}

function Question({
  exposures,
  actions,
}: {
  readonly exposures: readonly TriedExposure[]
  readonly actions: readonly FittingAction[]
}) {
  const [action, setAction] = useState<ActionKind | undefined>(actions[0]?.kind)
  const [ranges, setRanges] = useState<string[]>([])
  const [typed, setTyped] = useState('')
  const [provider, setProvider] = useState<Provider | null>(null)
  const { run, clear, running, simulation, refused } = useSimulation()
  const isAboutRanges = action === 'LIMIT_SOURCES' && refused?.code === 'INVALID_VALUE'

  function ask(event: FormEvent): void {
    event.preventDefault()
    if (!action) return
    // What was typed and not confirmed is meant as well.
    const all = typed.trim() === '' ? ranges : [...ranges, typed.trim()]
    setRanges(all)
    setTyped('')
    void run({
      action,
      exposures: exposures.map(({ id }) => id),
      ...(action === 'LIMIT_SOURCES' && { ranges: all }),
      ...(action === 'MAKE_SERVICE_INTERNAL' && { provider }),
    })
  }

  return (
    <>
      <form onSubmit={ask}>
        <Stack gap="sm">
          <Radio.Group
            label={text('whatIf.action')}
            value={action ?? ''}
            onChange={(next) => {
              clear()
              setAction(actions.find(({ kind }) => kind === next)?.kind)
            }}
          >
            <Stack gap={8} mt={6}>
              {actions.map(({ kind, fits }) => (
                <Radio
                  key={kind}
                  size="sm"
                  value={kind}
                  {...(kind === actions[0]?.kind && { 'data-autofocus': true })}
                  label={text(`whatIfAction.${kind}`)}
                  description={
                    fits < exposures.length
                      ? text('whatIf.fits', { fits, count: exposures.length })
                      : text(`whatIfMeaning.${kind}`)
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
          {action === 'LIMIT_SOURCES' && (
            <TagsInput
              label={text('whatIf.ranges')}
              description={text('whatIf.rangesAdvice')}
              placeholder={ranges.length === 0 ? text('whatIf.rangesExample') : ''}
              splitChars={[',', ' ', ';']}
              value={ranges}
              onChange={setRanges}
              searchValue={typed}
              onSearchChange={setTyped}
              error={isAboutRanges && refused.message}
            />
          )}
          {action === 'MAKE_SERVICE_INTERNAL' && (
            <Select
              label={text('whatIf.provider')}
              description={text('whatIf.providerAdvice')}
              placeholder={text('whatIf.providerDetected')}
              clearable
              data={PROVIDERS.map((each) => ({ value: each, label: text(`cloudProvider.${each}`) }))}
              value={provider}
              onChange={(next) => setProvider(PROVIDERS.find((each) => each === next) ?? null)}
            />
          )}
          <Group justify="space-between" gap="xs">
            <Text size="sm" c="dimmed">
              {text('whatIf.nothingApplied')}
            </Text>
            <Button type="submit" loading={running} disabled={action === undefined}>
              {text('whatIf.ask')}
            </Button>
          </Group>
        </Stack>
      </form>
      {refused && !isAboutRanges && (
        <Notice tone="bad" urgent title={refused.message}>
          {text(refused.code === 'BUSY' ? 'whatIf.busyAdvice' : 'whatIf.refusedAdvice')}
        </Notice>
      )}
      {simulation && <SimulationResult simulation={simulation} exposures={exposures} />}
    </>
  )
}
