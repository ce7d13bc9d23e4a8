import { type Fields, fieldsOf, textOf } from '../kubernetes/fields.ts'
import type { Path } from './path.ts'
import type { Failure } from './rule.ts'
import { securityPath, whoIs } from './security-context.ts'
import type { Container } from './subject.ts'

/** A capability that a container adds. */
export interface Capability {
  /** As it is written, cut. */
  readonly written: string
  /** As runtimes take it: without `CAP_`, in upper case. */
  readonly name: string
  readonly path: Path
}

export function addedCapabilities(container: Container): Capability[] {
  const added = capabilitiesOf(container)['add']
  if (!Array.isArray(added)) return []
  return added.flatMap((one: unknown, at): Capability[] => {
    if (typeof one !== 'string') return []
    const path = [...securityPath(container, 'capabilities', 'add'), at]
    return [{ written: textOf(one, 64), name: plainName(one), path }]
  })
}

/** Names as runtimes take them: without `CAP_`, in upper case. */
export function droppedCapabilities(container: Container): Set<string> {
  const dropped = capabilitiesOf(container)['drop']
  return new Set(Array.isArray(dropped) ? dropped.filter((one) => typeof one === 'string').map(plainName) : [])
}

/** Where the list stands, or would stand. */
export function dropPath(container: Container): Path {
  return securityPath(container, 'capabilities', 'drop')
}

/** A capability that should not be added, with its removal. */
export function addedFailure(container: Container, { written, path }: Capability): Failure {
  return {
    path,
    text: `${whoIs(container)} adds the capability ${written}.`,
    fix: { edits: [{ path, remove: true }] },
  }
}

/** The edit that drops one more capability and keeps what is dropped already. */
export function dropping(container: Container, name: string): Failure['fix'] {
  const dropped = capabilitiesOf(container)['drop']
  const path = dropPath(container)
  return Array.isArray(dropped)
    ? { edits: [{ path: [...path, dropped.length], value: name }] }
    : { edits: [{ path, value: [name] }] }
}

function capabilitiesOf({ security }: Container): Fields {
  return fieldsOf(security['capabilities'])
}

function plainName(name: string): string {
  return textOf(name, 64).toUpperCase().replace(/^CAP_/, '')
}
