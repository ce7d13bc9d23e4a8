const GROUP = 'group:'

/** The regions that a value of the region switch stands for. A group that is gone stands for no region at all. */
export function regionsOf(
  value: string,
  groups: readonly { readonly id: string; readonly regions: readonly string[] }[],
): string[] {
  if (!isGroup(value)) return [value]
  return [...(groups.find((group) => group.id === value.slice(GROUP.length))?.regions ?? [])]
}

/** Whether a value of the region switch names a group. */
export function isGroup(value: string): boolean {
  return value.startsWith(GROUP)
}

export function groupValue(id: string): string {
  return GROUP + id
}

/** A path with those parameters that have a value. */
export function hrefWith(path: string, parameters: Readonly<Record<string, string | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, value)
  }
  const query = search.toString()
  return query === '' ? path : `${path}?${query}`
}
