/** The order of code units, as `Array.sort` has it without a function; the same wherever it runs. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
