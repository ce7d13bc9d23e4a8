import { text } from '../../messages/text.ts'
import { ToneTag } from '../../parts/tag.tsx'
import type { Tone } from '../../theme/palette.ts'
import type { BenchmarkStateName } from './benchmark-query.ts'

const tones: Readonly<Record<BenchmarkStateName, Tone>> = {
  FAIL: 'bad',
  NOT_ASSESSABLE: 'warning',
  MANUAL: 'busy',
  EXEMPT: 'idle',
  PASS: 'good',
}

/** The state of a check, in its own color, always with its mark and its word. */
export function BenchmarkStateTag({ state }: { readonly state: BenchmarkStateName }) {
  return (
    <ToneTag tone={tones[state]} title={text(`benchmarkMeaning.${state}`)}>
      {text(`benchmarkState.${state}`)}
    </ToneTag>
  )
}
