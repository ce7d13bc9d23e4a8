'use client'

import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { text } from '../../messages/text.ts'
import type { TriedExposure } from '../what-if/actions.ts'

const WhatIfDialog = dynamic(() => import('../what-if/what-if-dialog.tsx').then((module) => module.WhatIfDialog), {
  ssr: false,
})

/** Opens what would come of closing one exposure. */
export function WhatIfButton({ exposure }: { readonly exposure: TriedExposure }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFlask size={16} aria-hidden />}
        onClick={() => setIsOpen(true)}
        style={{ alignSelf: 'start' }}
      >
        {text('whatIf.open')}
      </Button>
      {isOpen && <WhatIfDialog exposures={[exposure]} onClose={() => setIsOpen(false)} />}
    </>
  )
}
