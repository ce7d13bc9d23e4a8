import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { ToneTag } from '../parts/tag.tsx'
import type { Tone } from '../theme/palette.ts'

const tones: Readonly<Record<Scalar<'TaskState'>, Tone>> = {
  QUEUED: 'idle',
  RUNNING: 'busy',
  SUCCEEDED: 'good',
  PARTIAL: 'warning',
  FAILED: 'bad',
  TIMED_OUT: 'bad',
  CANCELLED: 'idle',
}

export function TaskStateTag({
  state,
  cancelRequested = false,
}: {
  readonly state: Scalar<'TaskState'>
  readonly cancelRequested?: boolean
}) {
  const isCancelling = cancelRequested && (state === 'QUEUED' || state === 'RUNNING')
  return <ToneTag tone={tones[state]}>{text(isCancelling ? 'task.cancelling' : `taskState.${state}`)}</ToneTag>
}
