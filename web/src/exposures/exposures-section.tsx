import { Section } from '../assets/details/section.tsx'
import { text } from '../messages/text.ts'
import { AssetExposures } from './asset-exposures.tsx'

const SHOWN = 10

/** The part of an asset's details that tells how it is reached from outside. */
export function ExposuresSection({ id }: { readonly id: string }) {
  return (
    <Section title={text('exposed.section')}>
      <AssetExposures id={id} first={SHOWN} />
    </Section>
  )
}
