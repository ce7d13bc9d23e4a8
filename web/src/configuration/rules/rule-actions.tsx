'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { text } from '../../messages/text.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ForRole } from '../../shell/for-role.tsx'
import type { RuleDraft } from './rule-draft.ts'
import { DeleteCheckMutation } from './rule-queries.ts'

const RuleDialog = dynamic(() => import('./rule-dialog.tsx').then((module) => module.RuleDialog), { ssr: false })

interface OwnRule extends RuleDraft {
  readonly id: string
  readonly rule: string
}

/** Changes a rule of the users' own, or takes it away; nothing for who may not. */
export function RuleActions({ check, onChanged }: { readonly check: OwnRule; readonly onChanged: () => void }) {
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const close = () => setOpen(undefined)
  const { id, rule, title, severity, kinds, each, expression, why, remedy } = check
  const draft = { title, severity, kinds, each, expression, why, remedy }
  return (
    <ForRole least="ADMINISTRATOR">
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => setOpen('edit')}>
          {text('action.edit')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setOpen('delete')}>
          {text('action.delete')}
        </Button>
      </Group>
      {open === 'edit' && <RuleDialog edited={{ id, rule, draft }} onSaved={onChanged} onClose={close} />}
      {open === 'delete' && <DeleteDialog check={check} onDeleted={onChanged} onClose={close} />}
    </ForRole>
  )
}

function DeleteDialog({
  check: { id, rule, title },
  onDeleted,
  onClose,
}: {
  readonly check: Pick<OwnRule, 'id' | 'rule' | 'title'>
  readonly onDeleted: () => void
  readonly onClose: () => void
}) {
  const remove = useAction(DeleteCheckMutation)

  async function run(): Promise<void> {
    const outcome = await remove.run({ input: { check: id } })
    if (!outcome.ok) return
    notifications.show({ message: text('rule.deleted', { rule }) })
    onDeleted()
    onClose()
  }

  return (
    <Dialog onClose={onClose} title={text('rule.deleteOf', { rule })}>
      <Stack>
        <Text size="sm">{text('rule.deleteAdvice', { title })}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          <Button color="red" loading={remove.running} onClick={() => void run()}>
            {text('action.delete')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
