/**
 * The minor versions of Kubernetes that get fixes: of 1.x each x. The project supports the newest three.
 * Source: Kubernetes, Releases and Version Skew Policy; as of November 2026.
 */
const SUPPORTED_MINORS: readonly number[] = [35, 36, 37]

export const OLDEST_SUPPORTED_MINOR = Math.min(...SUPPORTED_MINORS)
export const NEWEST_MINOR = Math.max(...SUPPORTED_MINORS)
