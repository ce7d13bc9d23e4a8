import { Text } from '@mantine/core'
import { Section } from '../../assets/details/section.tsx'
import { objectName } from '../../exposures/entry-names.ts'
import { text } from '../../messages/text.ts'
import { Marked } from '../../parts/marked.tsx'
import { Patch } from '../../parts/patch.tsx'
import type { CheckResultData } from './check-result-query.ts'

/** How to set it right, in words and as a patch to copy; why there is none where no change is known without guessing. */
export function MendingSection({ result: { check, mending, result } }: { readonly result: CheckResultData }) {
  if (!check || result === 'NOT_ASSESSABLE') return null
  return (
    <Section title={text('check.remedy')}>
      <Text size="sm">
        <Marked text={check.remedy} />
      </Text>
      {mending ? (
        <>
          <Text size="sm" c="dimmed">
            {text('whatIf.patchesAdvice')}
          </Text>
          <Patch
            verb={mending.verb}
            name={text('exposure.entryObject', { kind: mending.object.kind, name: objectName(mending.object) })}
            yaml={mending.yaml}
            command={mending.command}
          />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          <b>{text('check.noPatch')}</b> <Marked text={check.noPatch ?? text('check.noPatchHere')} />
        </Text>
      )}
    </Section>
  )
}
