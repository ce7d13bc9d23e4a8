import { Accordion, Button, Code, CopyButton, Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import classes from './connect.module.css'

/** The least rights that connecting takes, to copy, and how to make a kubeconfig with them. */
export function SmallestRole({
  yaml,
  commands,
}: {
  readonly yaml: string
  /** Undefined where no kubeconfig is needed. */
  readonly commands: string | undefined
}) {
  return (
    <Accordion variant="contained" chevronPosition="left">
      <Accordion.Item value="role">
        <Accordion.Control>
          <Text size="sm">{text('connect.smallestRole')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {text(commands === undefined ? 'connect.smallestRoleOfPod' : 'connect.smallestRoleAdvice')}
            </Text>
            <Copied content={yaml} label={text('connect.copyRole')} />
            {commands !== undefined && <Copied content={commands} label={text('connect.copyCommands')} />}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

function Copied({ content, label }: { readonly content: string; readonly label: string }) {
  return (
    <Stack gap={4} align="start">
      {/* Reached by the keyboard, so that what is scrolled can be read without a mouse. */}
      <Code
        block
        className={classes.copied}
        mah={220}
        w="100%"
        tabIndex={0}
        aria-label={label}
        role="region"
        style={{ overflow: 'auto' }}
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
