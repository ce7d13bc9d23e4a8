'use client'

import { Button, Group, Select, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { text } from '../../messages/text.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Notice } from '../../parts/notice.tsx'
import classes from './rule-dialog.module.css'
import {
  EMPTY_DRAFT,
  JUDGED_KINDS,
  RULE_FIELDS,
  type RuleDraft,
  type RuleField,
  WRITTEN_SEVERITIES,
} from './rule-draft.ts'
import { RuleHelp } from './rule-help.tsx'
import { RulePreview } from './rule-preview.tsx'
import { CreateCheckMutation, UpdateCheckMutation } from './rule-queries.ts'

const SCOPES = ['CONTAINER', 'OBJECT'] as const

/** Writes a rule of the users' own, or changes one; what it finds is shown beside it while it is written. */
export function RuleDialog({
  edited,
  onSaved,
  onClose,
}: {
  /** The rule that is changed; undefined for a new one. */
  readonly edited?: { readonly id: string; readonly rule: string; readonly draft: RuleDraft } | undefined
  readonly onSaved?: () => void
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(edited?.draft ?? EMPTY_DRAFT)
  const [refused, setRefused] = useState<{ readonly field: RuleField | undefined; readonly message: string }>()
  const create = useAction(CreateCheckMutation, { quiet: true })
  const update = useAction(UpdateCheckMutation, { quiet: true })
  const change = (part: Partial<RuleDraft>) => {
    setRefused(undefined)
    setDraft((before) => ({ ...before, ...part }))
  }
  const errorOf = (field: RuleField) => (refused?.field === field ? refused.message : undefined)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const input = { ...draft, kinds: [...draft.kinds] }
    const outcome = edited ? await update.run({ input: { check: edited.id, ...input } }) : await create.run({ input })
    if (!outcome.ok) {
      return setRefused({ field: RULE_FIELDS.find((each) => each === outcome.field), message: outcome.message })
    }
    notifications.show({ message: text('rule.saved', { rule: outcome.payload.check?.rule ?? '' }) })
    onSaved?.()
    onClose()
  }

  return (
    <Dialog
      onClose={onClose}
      size={1080}
      title={edited ? text('rule.editOf', { rule: edited.rule }) : text('rule.write')}
    >
      <form onSubmit={(event) => void save(event)}>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Fields draft={draft} change={change} errorOf={errorOf} />
          <Stack gap="md">
            <RulePreview draft={draft} />
            <RuleHelp onUse={change} />
          </Stack>
        </SimpleGrid>
        <Stack mt="md">
          {refused && refused.field === undefined && <Notice tone="bad" urgent title={refused.message} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button type="submit" loading={create.running || update.running}>
              {text('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function Fields({
  draft,
  change,
  errorOf,
}: {
  readonly draft: RuleDraft
  readonly change: (part: Partial<RuleDraft>) => void
  readonly errorOf: (field: RuleField) => string | undefined
}) {
  const [typed, setTyped] = useState('')
  return (
    <Stack gap="sm">
      <TextInput
        label={text('rule.title')}
        description={text('rule.titleAdvice')}
        required
        maxLength={120}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errorOf('title')}
        data-autofocus
      />
      <Group grow align="start" gap="sm">
        <Select
          label={text('risk.severity')}
          allowDeselect={false}
          data={WRITTEN_SEVERITIES.map((each) => ({ value: each, label: text(`severity.${each}`) }))}
          value={draft.severity}
          onChange={(next) => change({ severity: WRITTEN_SEVERITIES.find((each) => each === next) ?? 'MEDIUM' })}
          error={errorOf('severity')}
        />
        <Select
          label={text('check.each')}
          allowDeselect={false}
          data={SCOPES.map((each) => ({ value: each, label: text(`checkScope.${each}`) }))}
          value={draft.each}
          onChange={(next) => change({ each: SCOPES.find((each) => each === next) ?? 'OBJECT' })}
          error={errorOf('each')}
        />
      </Group>
      <TagsInput
        label={text('rule.kinds')}
        description={text('rule.kindsAdvice')}
        required
        data={JUDGED_KINDS}
        value={[...draft.kinds]}
        onChange={(kinds) => change({ kinds })}
        // Open only while something is typed: otherwise the list covers what stands below.
        searchValue={typed}
        onSearchChange={setTyped}
        dropdownOpened={typed !== ''}
        acceptValueOnBlur
        error={errorOf('kinds')}
      />
      <Textarea
        label={text('rule.expression')}
        description={text('rule.expressionAdvice')}
        required
        autosize
        minRows={4}
        maxRows={14}
        maxLength={2_000}
        spellCheck={false}
        classNames={{ input: classes.expression }}
        value={draft.expression}
        onChange={(event) => change({ expression: event.currentTarget.value })}
        error={errorOf('expression')}
      />
      <Textarea
        label={text('check.why')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1_000}
        value={draft.why}
        onChange={(event) => change({ why: event.currentTarget.value })}
        error={errorOf('why')}
      />
      <Textarea
        label={text('check.remedy')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1_000}
        value={draft.remedy}
        onChange={(event) => change({ remedy: event.currentTarget.value })}
        error={errorOf('remedy')}
      />
      <Text size="xs" c="dimmed">
        {text('rule.checkedAnew')}
      </Text>
    </Stack>
  )
}
