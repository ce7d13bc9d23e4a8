'use client'

import { Button, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { useQuery } from 'urql'
import { Folded } from '../../exposures/details/folded.tsx'
import { objectName } from '../../exposures/entry-names.ts'
import { text } from '../../messages/text.ts'
import { explain } from '../../parts/failure.tsx'
import { Notice } from '../../parts/notice.tsx'
import { ClusterSelect, useFirstCluster } from '../cluster-select.tsx'
import type { RuleDraft } from './rule-draft.ts'
import { PreviewCheckQuery, type PreviewData } from './rule-queries.ts'

/** Each is asked of all objects of a cluster: not at every letter. */
const TYPING_MS = 600

/** What the rule would find in a cluster as it is stored, while it is written. */
export function RulePreview({ draft }: { readonly draft: Pick<RuleDraft, 'kinds' | 'each' | 'expression'> }) {
  const first = useFirstCluster()
  const [chosen, setChosen] = useState<string>()
  const cluster = chosen ?? first ?? null
  return (
    <Stack gap="xs" component="section" aria-label={text('rule.preview')}>
      <ClusterSelect
        label={text('rule.previewOn')}
        description={text('rule.previewAdvice')}
        value={cluster}
        onChange={setChosen}
      />
      {cluster !== null && <Found cluster={cluster} draft={draft} />}
    </Stack>
  )
}

function Found({
  cluster,
  draft,
}: {
  readonly cluster: string
  readonly draft: Pick<RuleDraft, 'kinds' | 'each' | 'expression'>
}) {
  // Compared as a text: what was typed and taken back is the same question.
  const [settled] = useDebouncedValue(JSON.stringify([draft.kinds, draft.each, draft.expression.trim()]), TYPING_MS)
  const [kinds, each, expression] = JSON.parse(settled) as [string[], RuleDraft['each'], string]
  const isAskable = expression !== '' && kinds.length > 0
  const [{ data, error, fetching }, reload] = useQuery({
    query: PreviewCheckQuery,
    variables: { input: { cluster, kinds, each, expression } },
    pause: !isAskable,
    requestPolicy: 'network-only',
  })
  // While another answer is on its way the last one stays, so that nothing jumps.
  const last = useRef<PreviewData>(undefined)
  if (data) last.current = data.previewCheck
  if (!isAskable)
    return (
      <Text size="sm" c="dimmed">
        {text('rule.previewNothing')}
      </Text>
    )
  if (error && !fetching)
    return (
      <Notice tone="bad" title={explain(error).title}>
        <Button size="compact-sm" variant="default" onClick={() => reload({ requestPolicy: 'network-only' })}>
          {text('failure.retry')}
        </Button>
      </Notice>
    )
  const shown = data?.previewCheck ?? last.current
  return (
    <Stack gap="xs" aria-live="polite" aria-busy={fetching}>
      {shown ? <Answer preview={shown} /> : <Text size="sm">{text('rule.previewing')}</Text>}
    </Stack>
  )
}

function Answer({
  preview: { judged, matches, notAssessable, objects, errors, unread },
}: {
  readonly preview: PreviewData
}) {
  const isRefused = judged === 0 && errors.length > 0
  if (isRefused)
    return (
      <Notice tone="bad" title={text('rule.refused')}>
        {errors.join(' ')}
      </Notice>
    )
  return (
    <>
      <Text size="sm" fw={600}>
        {text('rule.matches', { count: matches, judged: text('rule.judged', { count: judged }) })}
      </Text>
      {notAssessable > 0 && (
        <Notice tone="warning" title={text('rule.notAssessable', { count: notAssessable })}>
          {errors.join(' ')}
        </Notice>
      )}
      {unread.length > 0 && (
        <Text size="sm" c="dimmed">
          {text('rule.unread', { kinds: unread.join(', ') })}
        </Text>
      )}
      <Folded
        items={objects}
        label={text('rule.found')}
        shown={6}
        keyOf={({ object, path }, at) => `${at} ${objectName(object)} ${path}`}
        render={({ object, path }) => (
          <>
            {text('exposure.entryObject', { kind: object.kind, name: objectName(object) })}{' '}
            <Text size="xs" c="dimmed" component="span">
              {path}
            </Text>
          </>
        )}
      />
      {matches > objects.length && (
        <Text size="xs" c="dimmed">
          {text('details.more', { count: matches - objects.length })}
        </Text>
      )}
    </>
  )
}
