/** The x of a version 1.x of Kubernetes, such as `v1.34.2-gke.100`; undefined for anything else. */
export function readMinor(version: string): number | undefined {
  const minor = /^v?1\.(\d{1,4})(?:[.+-]|$)/.exec(version)?.[1]
  return minor === undefined ? undefined : Number(minor)
}
