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
      {text(`watchState.${watch.state}`)}
    </ToneTag>
  )
}
