/** The two ends of a range as they are typed, both included; an empty one does not limit. Links may give days as exact moments. */
export interface Range {
  readonly from: string
  readonly to: string
}

export type RangeKind = 'numbers' | 'days'

const END: Readonly<Record<RangeKind, RegExp>> = {
  // As many digits as the API's whole numbers surely hold.
  numbers: /^\d{1,9}$/,
  days: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z)?$/,
}
const OPEN: Range = { from: '', to: '' }

/** A range as it stands in a URL, such as `3..5`, `3..` or `..2026-03-01`; null when it limits nothing. */
export function writeRange({ from, to }: Range): string | null {
  return from === '' && to === '' ? null : `${from}..${to}`
}

/** Reads what `writeRange` wrote. An end that is none of its kind is open. */
export function readRange(kind: RangeKind, written: unknown): Range {
  if (typeof written !== 'string') return OPEN
  const [from = '', to = ''] = written.split('..')
  return { from: END[kind].test(from) ? from : '', to: END[kind].test(to) ? to : '' }
}

/**
 * A range as the API takes it: `IntRange`, or `DateTimeRange` from the first day's beginning to the last one's end, here. A moment
 * is taken as it is: from it on, or before it.
 */
export function rangeInput(kind: RangeKind, written: unknown): Readonly<Record<string, number | string>> {
  const { from, to } = readRange(kind, written)
  if (kind === 'numbers') return { ...(from && { min: Number(from) }), ...(to && { max: Number(to) }) }
  return { ...(from && { from: beginning(from) }), ...(to && { before: beginning(to, 1) }) }
}

/** Whether an end of a range of days is an exact moment, as links have it: ISO 8601 in UTC. */
export function isMoment(end: string): boolean {
  return end.includes('T')
}

function beginning(day: string, daysLater = 0): string {
  if (isMoment(day)) return day
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}
