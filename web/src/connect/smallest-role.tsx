import { Accordion, Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Copied } from '../parts/copied.tsx'

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
