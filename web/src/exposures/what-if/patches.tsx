import { Group, Stack, Text } from '@mantine/core'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { Copied } from '../../parts/copied.tsx'
import { objectName } from '../entry-names.ts'
import type { Simulation } from './simulation-query.ts'
import classes from './what-if.module.css'

/** The changes, in the order in which to make them, to be applied by hand. */
export function Patches({ patches }: { readonly patches: Simulation['patches'] }) {
  if (patches.length === 0) return null
  return (
    <Section title={text('whatIf.patches')}>
      <Text size="sm" c="dimmed">
        {text('whatIf.patchesAdvice')}
      </Text>
      {patches.map(({ verb, object, yaml, command }, at) => {
        const name = text('exposure.entryObject', { kind: object.kind, name: objectName(object) })
        const numbered = { number: at + 1 }
        return (
          <Stack key={`${verb} ${name}`} gap="xs" className={classes.patch}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {text(`patchVerb.${verb}`, { name })}
              </Text>
            </Group>
            <Copied
              content={yaml}
              label={text(patches.length > 1 ? 'whatIf.copyYamlOf' : 'whatIf.copyYaml', numbered)}
            />
            {verb === 'APPLY' && <Text size="sm">{text('whatIf.standardInput')}</Text>}
            <Copied
              content={command}
              label={text(patches.length > 1 ? 'whatIf.copyCommandOf' : 'whatIf.copyCommand', numbered)}
              isWrapped
            />
          </Stack>
        )
      })}
    </Section>
  )
}
