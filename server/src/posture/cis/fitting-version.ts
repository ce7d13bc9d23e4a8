import type { CisVersion } from '../frameworks.ts'
import { readMinor } from '../kubernetes-version.ts'

/** The newest minor version of Kubernetes, the x of 1.x, that a version of the benchmark is for. */
const NEWEST: readonly (readonly [CisVersion, number])[] = [
  ['1.10', 28],
  ['1.11', 31],
]

/**
 * The version of the benchmark that fits a version of Kubernetes, such as `v1.33.2`: 1.10 is for 1.28, 1.11 for 1.29 to 1.31, 1.12 for 1.32 and
 * 1.33. What is older or newer gets the nearest one, and what is not known the newest.
 * Source: kube-bench, docs/platforms.md, "CIS Kubernetes Benchmark support".
 */
export function fittingVersion(kubernetes: string): CisVersion {
  const minor = readMinor(kubernetes) ?? Number.POSITIVE_INFINITY
  return NEWEST.find(([, newest]) => minor <= newest)?.[0] ?? '1.12'
}
