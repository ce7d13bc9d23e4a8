import { Stack, Text } from '@mantine/core'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { Copied } from './copied.tsx'
import classes from './patch.module.css'

/** One change to make by hand: its YAML, and the command that makes it. Nothing is applied by the server. */
export function Patch({
  verb,
  name,
  yaml,
  command,
  number,
}: {
  readonly verb: Scalar<'PatchVerb'>
  /** Of the object that is changed. */
  readonly name: string
  readonly yaml: string
  readonly command: string
  /** Its place among several. */
  readonly number?: number | undefined
}) {
  const [yamlLabel, commandLabel] =
    number === undefined
      ? [text('whatIf.copyYaml'), text('whatIf.copyCommand')]
      : [text('whatIf.copyYamlOf', { number }), text('whatIf.copyCommandOf', { number })]
  return (
    <Stack gap="xs" className={classes.patch}>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {text(`patchVerb.${verb}`, { name })}
      </Text>
      <Copied content={yaml} label={yamlLabel} />
      {verb === 'APPLY' && <Text size="sm">{text('whatIf.standardInput')}</Text>}
      <Copied content={command} label={commandLabel} isWrapped />
    </Stack>
  )
}
