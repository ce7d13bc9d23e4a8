import { type Flags, switchOf } from '../flags.ts'
import type { CisVersion } from '../frameworks.ts'

/** What a flag of a component has to say. What holds where it is not set is `byDefault`. */
export type Expectation =
  | { readonly flag: string; readonly is: 'set' | 'unset' }
  | { readonly flag: string; readonly is: boolean; readonly byDefault: boolean }
  | { readonly flag: string; readonly is: readonly string[]; readonly byDefault: string }
  | { readonly flag: string; readonly has: string }
  | { readonly flag: string; readonly lacks: string }
  | { readonly flag: string; readonly atLeast: number }
  | { readonly flag: string; readonly within: Readonly<Record<CisVersion, readonly string[]>> }

/** What is wrong, a sentence that names the flag and never what it says; undefined where the expectation is met. */
export function unmet(expectation: Expectation, flags: Flags, version: CisVersion): string | undefined {
  const { flag } = expectation
  const value = flags.valueOf(flag)
  const set = flags.listOf(flag)
  if ('has' in expectation)
    return set?.includes(expectation.has) ? undefined : `--${flag} does not name ${expectation.has}.`
  if ('lacks' in expectation)
    return set?.includes(expectation.lacks) ? `--${flag} names ${expectation.lacks}.` : undefined
  if ('atLeast' in expectation)
    return Number(value ?? Number.NaN) >= expectation.atLeast
      ? undefined
      : `--${flag} is not set to ${expectation.atLeast} or more.`
  if ('within' in expectation) {
    if (!set) return `--${flag} is not set.`
    return set.every((one) => expectation.within[version].includes(one))
      ? undefined
      : `--${flag} names values that are not strong.`
  }
  if (expectation.is === 'set') return value ? undefined : `--${flag} is not set.`
  if (expectation.is === 'unset') return value === undefined ? undefined : `--${flag} is set.`
  if (!('byDefault' in expectation)) return undefined
  if (typeof expectation.is === 'boolean') {
    const effective = value === undefined ? expectation.byDefault : switchOf(value)
    return effective === expectation.is ? undefined : `--${flag} is not ${expectation.is}.`
  }
  const { is, byDefault } = expectation as { is: readonly string[]; byDefault: string }
  return is.includes(value ?? byDefault) ? undefined : `--${flag} is not ${is.join(' or ')}.`
}
