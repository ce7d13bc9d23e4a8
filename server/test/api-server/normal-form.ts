/** Replaces what differs from run to run, so that answers of two servers can be compared and kept. */
export function normalForm(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return normalText(value, name)
  if (Array.isArray(value)) return normalArray(value, name)
  if (typeof value !== 'object' || value === null) return value
  if (name === 'userInfo') return normalUser(value as UserInfo)
  const kept = Object.entries(value).filter(([key]) => key !== 'managedFields')
  return Object.fromEntries(kept.map(([key, member]) => [key, normalForm(member, key)]))
}

/** The same with bookmarks that follow one another and say the same taken for one: their number is a matter of time. */
export function normalEvents(lines: readonly string[]): unknown[] {
  const events = lines.map((line) => normalForm(JSON.parse(line)))
  const texts = events.map((event) => JSON.stringify(event))
  const isRepeated = (at: number) => texts[at]?.startsWith('{"type":"BOOKMARK"') && texts[at] === texts[at - 1]
  return events.filter((_, at) => !isRepeated(at))
}

/** The same without what says nothing of how discovery is told, and differs with every kind that a server got. */
export function discoveryForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((member) => !isSubresource(member)).map(discoveryForm)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !BESIDE_THE_POINT.has(key))
  return Object.fromEntries(kept.map(([key, member]) => [key, discoveryForm(member)]))
}

const BESIDE_THE_POINT = new Set(['shortNames', 'categories', 'storageVersionHash', 'subresources'])

function isSubresource(member: unknown): boolean {
  const name = (member as { name?: unknown } | null)?.name
  return typeof name === 'string' && name.includes('/')
}

const REPLACED: Readonly<Record<string, string>> = {
  uid: '<uid>',
  resourceVersion: '<version>',
  continue: '<continue>',
  serverAddress: '<address>',
  gitCommit: '<commit>',
  goVersion: '<go>',
  platform: '<platform>',
}

function normalText(text: string, name: string): string {
  const placeholder = REPLACED[name]
  if (placeholder && text !== '') return placeholder
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return '<time>'
  if (name === 'message') return normalMessage(text)
  if (name === 'reason' && text.startsWith('RBAC: ')) return '<why it is allowed>'
  return text.replace(/^(kube-api-access-)\w{5}$/, '$1<hash>')
}

function normalMessage(message: string): string {
  return message
    .replace(/User "[^"]+"/, 'User "<user>"')
    .replace(/\b\d+\b/g, '<number>')
    .replace(/(continue key is not valid: ).*/, '$1<why>')
}

function normalArray(values: readonly unknown[], name: string): unknown[] {
  const normal = values.map((value) => normalForm(value))
  return name === 'verbs' ? normal.toSorted() : normal
}

interface UserInfo {
  readonly username?: unknown
  readonly groups?: readonly string[]
}

/** Who calls differs from server to server; that it is told who, and whether it is known, does not. */
function normalUser({ username, groups = [] }: UserInfo): object {
  return {
    username: typeof username,
    groups: groups.filter((group) => /^system:(?:un)?authenticated$/.test(group)),
  }
}
