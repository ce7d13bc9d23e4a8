/**
 * Which faults are tried. On PostgreSQL all; on the embedded database, where each takes twice as long and our side is the same,
 * every `nth`, so that a run of all tests stays short. BREAKWATER_TEST_THOROUGH=1 tries all on both.
 */
export function tried<T>(faults: readonly T[], nth: number): T[] {
  const isShort = process.env['BREAKWATER_TEST_DATABASE'] === 'embedded' && !process.env['BREAKWATER_TEST_THOROUGH']
  return faults.filter((_fault, i) => !isShort || i % nth === 0)
}
