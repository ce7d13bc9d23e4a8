import type { Scalar } from '../../api/graphql.ts'
import { Facts } from '../../assets/details/parts.tsx'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { FRAMEWORKS } from '../configuration-words.ts'

interface Requirement {
  readonly framework: Scalar<'FrameworkName'>
  readonly version: string
  readonly section: string
}

/** What a rule looks after in the catalogs that others keep; nothing where it is in none. */
export function Frameworks({ requirements }: { readonly requirements: readonly Requirement[] }) {
  if (requirements.length === 0) return null
  return (
    <Section title={text('check.frameworks')}>
      <Facts
        facts={FRAMEWORKS.flatMap((framework) => {
          const own = requirements.filter((each) => each.framework === framework)
          return own.length === 0 ? [] : [[text(`framework.${framework}`), own.map(words).join(', ')] as const]
        })}
      />
    </Section>
  )
}

function words({ version, section }: Requirement): string {
  return version === '' ? section : text('check.sectionOf', { section, version })
}
