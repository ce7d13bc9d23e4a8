import type { CisVersion } from '../frameworks.ts'
import type { CisCheck } from './check.ts'
import { CONTROL_PLANE_CHECKS } from './control-plane-checks.ts'
import { FILE_CHECKS } from './file-checks.ts'
import { KUBELET_CHECKS } from './kubelet-checks.ts'
import { POLICY_CHECKS } from './policy-checks.ts'

/** All checks of the benchmark. */
const ALL: readonly CisCheck[] = [...FILE_CHECKS, ...CONTROL_PLANE_CHECKS, ...KUBELET_CHECKS, ...POLICY_CHECKS]

/** A check under the number that a version gives it. */
export interface NumberedCheck extends CisCheck {
  readonly number: string
}

/** The checks of a version, in the order of their numbers. */
export function checksOf(version: CisVersion): NumberedCheck[] {
  return ALL.flatMap((check) => {
    const number = check.numbers[version]
    return number === undefined ? [] : [{ ...check, number }]
  }).sort((a, b) => compareNumbers(a.number, b.number))
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  const at = left.findIndex((part, index) => part !== right[index])
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0)
}
