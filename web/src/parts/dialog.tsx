import { Modal, type ModalRootProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../messages/text.ts'
import { useFocusBack } from './focus-back.ts'
import { useHoldDrawer } from './hold-drawer.ts'

/** A dialog in front of the page, open for as long as it is rendered. */
export function Dialog({
  onClose,
  title,
  size,
  children,
}: {
  readonly onClose: () => void
  readonly title: string
  readonly size?: ModalRootProps['size']
  readonly children: ReactNode
}) {
  useHoldDrawer()
  useFocusBack(true)
  return (
    <Modal.Root opened onClose={onClose} returnFocus={false} {...(size !== undefined && { size })}>
      <Modal.Overlay />
      <Modal.Content>
        {/* The page has one banner: the top bar. */}
        <Modal.Header role="none">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={text('action.close')} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
