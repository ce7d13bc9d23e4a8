import { Text } from '@mantine/core'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { Patch } from '../../parts/patch.tsx'
import { objectName } from '../entry-names.ts'
import type { Simulation } from './simulation-query.ts'

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
        return (
          <Patch
            key={`${verb} ${name}`}
            verb={verb}
            name={name}
            yaml={yaml}
            command={command}
            number={patches.length > 1 ? at + 1 : undefined}
          />
        )
      })}
    </Section>
  )
}
