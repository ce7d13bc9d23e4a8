/** The code of a login link, which stands in its fragment so that no server log and no referrer holds it. */
export function codeOf(hash: string): string | undefined {
  const code = new URLSearchParams(hash.replace(/^#/, '')).get('code')
  return code === null || code === '' ? undefined : code
}
