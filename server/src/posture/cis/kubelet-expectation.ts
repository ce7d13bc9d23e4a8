import { switchOf } from '../flags.ts'
import type { CisVersion } from '../frameworks.ts'
import { type Path, valueAt } from '../path.ts'

/** What a setting of the kubelet has to be, whether a flag or its configuration file says it. */
export interface KubeletExpectation {
  readonly flag: string
  /** The feature gate that is meant, where the flag names many. */
  readonly gate?: string
  /** Where it stands in a KubeletConfiguration; none for what only a flag can say. */
  readonly field?: Path
  readonly wants:
    | 'set'
    | 'unset'
    | { readonly is: boolean | number; readonly byDefault: boolean | number }
    | { readonly isNot: readonly (string | number)[]; readonly byDefault: string | number }
    | { readonly within: Readonly<Record<CisVersion, readonly string[]>> }
}

/** The configuration of a kubelet as a node tells it. */
export interface KubeletReport {
  /** Values of flags by their names. */
  readonly flags: ReadonlyMap<string, string>
  /** What its configuration file says; undefined where there is none, or it could not be read. */
  readonly file: unknown
}

/** What is wrong, a sentence; undefined where the expectation is met. */
export function unmetByKubelet(
  { flag, gate, field, wants }: KubeletExpectation,
  { flags, file }: KubeletReport,
  version: CisVersion,
): string | undefined {
  const set = gate === undefined ? flags.get(flag) : gateOf(flags.get(flag), gate)
  const value = set ?? (field && valueAt(file, field))
  const name = field ? field.join('.') : `--${flag}`
  if (wants === 'set') return value === undefined || value === '' ? `${name} is not set.` : undefined
  if (wants === 'unset') return value === undefined ? undefined : `${name} is set.`
  if ('is' in wants) {
    const effective = value === undefined ? wants.byDefault : like(value, wants.is)
    return effective === wants.is ? undefined : `${name} is not ${wants.is}.`
  }
  if ('isNot' in wants) {
    const effective = String(value ?? wants.byDefault).split(',')
    return effective.some((one) => wants.isNot.map(String).includes(one)) ? `${name} is ${wants.isNot[0]}.` : undefined
  }
  const named = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : []
  if (named.length === 0) return `${name} is not set.`
  return named.every((one) => wants.within[version].includes(one.trim()))
    ? undefined
    : `${name} names values that are not strong.`
}

function gateOf(gates: string | undefined, gate: string): string | undefined {
  return gates
    ?.split(',')
    .findLast((one) => one.startsWith(`${gate}=`))
    ?.slice(gate.length + 1)
}

function like(value: unknown, wanted: boolean | number): unknown {
  if (typeof value !== 'string') return value
  return typeof wanted === 'boolean' ? switchOf(value) : /^\d{1,9}$/.test(value) ? Number(value) : value
}
