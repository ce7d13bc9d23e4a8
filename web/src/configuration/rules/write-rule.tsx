'use client'

import { Button } from '@mantine/core'
import { IconPencilPlus } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { text } from '../../messages/text.ts'
import { ForRole } from '../../shell/for-role.tsx'

const RuleDialog = dynamic(() => import('./rule-dialog.tsx').then((module) => module.RuleDialog), { ssr: false })

/** Opens the form of a rule; nothing for who may not write one. */
export function WriteRule() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <ForRole least="ADMINISTRATOR">
      <Button
        size="xs"
        variant="default"
        style={{ alignSelf: 'start' }}
        leftSection={<IconPencilPlus size={16} aria-hidden />}
        onClick={() => setIsOpen(true)}
      >
        {text('rule.write')}
      </Button>
      {isOpen && <RuleDialog onClose={() => setIsOpen(false)} />}
    </ForRole>
  )
}
