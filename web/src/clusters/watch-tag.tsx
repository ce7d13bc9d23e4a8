import type { Scalar } from '../api/graphql.ts'
import { relativeTime } from '../messages/relative-time.ts'
import { formatNumber, text } from '../messages/text.ts'
import { useNow } from '../parts/ago.tsx'
import { withoutMarks } from '../parts/marked-text.ts'
import { ToneTag } from '../parts/tag.tsx'
import type { Tone } from '../theme/palette.ts'

interface Watch {
  readonly state: Scalar<'WatchState'>
  readonly message?: string
  readonly advice?: string
  readonly heard: string | null
  readonly lagMs: number
  /** Of a whole cluster: kinds that are followed or should be, and those of them whose changes arrive as they happen. */
  readonly kinds?: number
  readonly watching?: number
}

const tones: Readonly<Record<Scalar<'WatchState'>, Tone>> = {
  STARTING: 'busy',
  WATCHING: 'good',
  POLLING: 'warning',
  RECONNECTING: 'bad',
}

/** Whether changes of a cluster, or of a kind of it, arrive as they happen; when it was heard of last, and the lag, on hover. */
export function WatchTag({ watch }: { readonly watch: Watch | null }) {
  const now = useNow()
  if (!watch) return <>{text('watch.not')}</>
  const heard = watch.heard === null ? text('time.never') : relativeTime(Date.parse(watch.heard), now)
  const why = withoutMarks([watch.message, watch.advice].filter(Boolean).join(' '))
  const told = text('watch.heard', { heard, lag: formatNumber(watch.lagMs) })
  return (
    <ToneTag tone={tones[watch.state]} title={why === '' ? told : `${why}\n${told}`}>
      {label(watch)}
    </ToneTag>
  )
}

/** One kind that is listed every minute does not say that of a whole cluster. */
function label({ state, kinds, watching = 0 }: Watch): string {
  if (state !== 'POLLING' || kinds === undefined || watching === 0) return text(`watchState.${state}`)
  return text('watch.some', { live: watching, count: kinds })
}
