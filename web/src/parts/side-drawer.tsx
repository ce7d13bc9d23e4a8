import { Drawer } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { text } from '../messages/text.ts'
import { useFocusBack } from './focus-back.ts'
import { DrawerHolds } from './hold-drawer.ts'

/** A drawer at the right; Escape, the button and a click beside it close it, and what opened it has the focus again. */
export function SideDrawer({
  opened,
  onClose,
  title,
  size,
  children,
}: {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  readonly size: number
  readonly children: ReactNode
}) {
  const [holds, setHolds] = useState(0)
  useFocusBack(opened)
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      returnFocus={false}
      closeOnEscape={holds === 0}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        {/* The page has one banner: the top bar. */}
        <Drawer.Header role="none">
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={text('action.close')} />
        </Drawer.Header>
        <Drawer.Body>
          <DrawerHolds value={setHolds}>{children}</DrawerHolds>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
