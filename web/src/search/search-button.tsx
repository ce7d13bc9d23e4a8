'use client'

import { ActionIcon } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { text } from '../messages/text.ts'

const SearchDialog = dynamic(() => import('./search-dialog.tsx').then((module) => module.SearchDialog), { ssr: false })

/** Opens the search, as Ctrl-K (or Command-K) and `/` do; it is loaded when it is first opened. */
export function SearchButton() {
  // Stays once it was opened: it gives the focus back when it closes.
  const [dialog, setDialog] = useState<{ readonly opened: boolean }>()
  const open = () => setDialog({ opened: true })
  useHotkeys([['mod+K', open]], [])
  useHotkeys([['/', open]])
  return (
    <>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={text('search.title')}
        title={text('search.shortcut')}
        aria-keyshortcuts="Control+K Meta+K /"
        aria-haspopup="dialog"
        onClick={open}
      >
        <IconSearch size={16} aria-hidden />
      </ActionIcon>
      {dialog && <SearchDialog opened={dialog.opened} onClose={() => setDialog({ opened: false })} />}
    </>
  )
}
