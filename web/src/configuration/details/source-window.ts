/** Lines of context around what is lit. */
const BEFORE = 4
const AFTER = 6
/** So many are shown of what is lit at first, and where nothing is lit. */
const MOST = 14

/** Numbers of lines, counted from 1, both ends included. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** The lines that are shown at first: those that are lit, with some around them. */
export function sourceWindow(count: number, firstLine: number | null, lastLine: number | null): Window {
  if (firstLine === null) return { from: 1, to: Math.min(count, MOST + AFTER) }
  const last = Math.min(lastLine ?? firstLine, firstLine + MOST)
  return { from: Math.max(1, firstLine - BEFORE), to: Math.min(count, last + AFTER) }
}
