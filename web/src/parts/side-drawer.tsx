import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../messages/text.ts'

/** A drawer at the right; Escape, the button and a click beside it close it. */
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
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={size}>
      <Drawer.Overlay />
      <Drawer.Content>
        {/* The page has one banner: the top bar. */}
        <Drawer.Header role="none">
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={text('action.close')} />
        </Drawer.Header>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
