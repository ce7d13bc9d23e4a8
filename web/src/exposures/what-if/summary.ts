import { text } from '../../messages/text.ts'
import type { Simulation } from './simulation-query.ts'

/** What would come of it in one sentence, the worst part of it last. */
export function summaryOf({
  closed,
  narrowed,
  remaining,
  widened,
  brokenTotal,
  patches,
}: Pick<Simulation, 'closed' | 'narrowed' | 'remaining' | 'widened' | 'brokenTotal' | 'patches'>): string {
  if (patches.length === 0) return text('whatIf.noChange')
  const parts = [
    ...(closed.length > 0 ? [text('whatIf.closes', { count: closed.length })] : []),
    ...(narrowed.length > 0 ? [text('whatIf.narrows', { count: narrowed.length })] : []),
    ...(remaining.length > 0 ? [text('whatIf.leaves', { count: remaining.length })] : []),
    ...(widened.length > 0 ? [text('whatIf.widens', { count: widened.length })] : []),
    ...(brokenTotal > 0 ? [text('whatIf.breaks', { count: brokenTotal })] : []),
  ]
  return parts.length === 0 ? text('whatIf.closesNothing') : text('whatIf.summary', { parts: parts.join(', ') })
}
