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
          return own.length === 0 ? [] : [[text(`framework.${framework}`), words(own)] as const]
        })}
      />
    </Section>
  )
}

/** Each section once, with the versions that have it under that number. */
function words(requirements: readonly Requirement[]): string {
  return [...Map.groupBy(requirements, ({ section }) => section)]
    .map(([section, of]) => {
      const versions = of.map(({ version }) => version).filter((version) => version !== '')
      return versions.length === 0 ? section : text('check.sectionOf', { section, versions: versions.join(', ') })
    })
    .join(', ')
}
