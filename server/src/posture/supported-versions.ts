/**
 * The minor versions of Kubernetes that get fixes: of 1.x each x. The project supports the newest three.
 * Source: Kubernetes, Releases and Version Skew Policy; as of November 2026.
 */
const SUPPORTED_MINORS: readonly number[] = [35, 36, 37]

export const OLDEST_SUPPORTED_MINOR = Math.min(...SUPPORTED_MINORS)
export const NEWEST_MINOR = Math.max(...SUPPORTED_MINORS)

/** Of `v1.34.2-eks-…`: 34. Undefined for what is no version of Kubernetes 1. */
export function minorOf(version: string): number | undefined {
  const match = /^v?1\.(\d{1,4})(?:$|[.+-])/.exec(version)
  return match ? Number(match[1]) : undefined
}
