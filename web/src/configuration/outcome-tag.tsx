import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { ToneTag } from '../parts/tag.tsx'
import type { Tone } from '../theme/palette.ts'

const tones: Readonly<Record<Scalar<'CheckStatus'>, Tone>> = {
  FAIL: 'bad',
  NOT_ASSESSABLE: 'warning',
  EXEMPT: 'idle',
  PASS: 'good',
}

/** What a rule says, in its own color, always with its mark and its word. */
export function OutcomeTag({ outcome }: { readonly outcome: Scalar<'CheckStatus'> }) {
  return (
    <ToneTag tone={tones[outcome]} title={text(`checkOutcomeMeaning.${outcome}`)}>
      {text(`checkOutcome.${outcome}`)}
    </ToneTag>
  )
}
