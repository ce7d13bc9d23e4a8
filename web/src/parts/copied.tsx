import { Button, Code, CopyButton, Stack } from '@mantine/core'
import { text } from '../messages/text.ts'
import classes from './copied.module.css'

/** A text to be taken along, such as a manifest or a command, with the button that copies it. */
export function Copied({
  content,
  label,
  isWrapped = false,
}: {
  readonly content: string
  /** Of the button, and what the text is called to those who cannot see it. */
  readonly label: string
  /** Lines that are too long go on below, rather than out of sight. */
  readonly isWrapped?: boolean
}) {
  return (
    <Stack gap={4} align="start">
      {/* Reached by the keyboard, so that what is scrolled can be read without a mouse. */}
      <Code
        block
        className={isWrapped ? `${classes.copied} ${classes.wrapped}` : classes.copied}
        mah={220}
        w="100%"
        tabIndex={0}
        aria-label={label}
        role="region"
      >
        {content}
      </Code>
      <CopyButton value={content}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" onClick={copy}>
            {copied ? text('connect.copied') : label}
          </Button>
        )}
      </CopyButton>
    </Stack>
  )
}
