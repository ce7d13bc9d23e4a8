/**
 * Host names that a listener and a route have in common, sorted; `''` stands for all, and nothing in common is an empty list.
 * Source: Gateway API: a wildcard label matches one or more labels at the front.
 */
export function commonHosts(listener: string, route: readonly string[]): string[] {
  if (route.length === 0) return [listener]
  const hosts = route.flatMap((host) => commonHost(listener, host) ?? [])
  return [...new Set(hosts)].sort()
}

/** The narrower of two; undefined when they have nothing in common. */
function commonHost(a: string, b: string): string | undefined {
  if (a === '' || a === b) return b
  if (covers(a, b)) return b
  return covers(b, a) ? a : undefined
}

function covers(wildcard: string, host: string): boolean {
  return wildcard.startsWith('*.') && host.endsWith(wildcard.slice(1)) && host.length > wildcard.length - 1
}
