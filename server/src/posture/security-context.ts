import { type Fields, fieldsOf } from '../kubernetes/fields.ts'
import type { Facts } from './facts.ts'
import type { Path } from './path.ts'
import type { Container, Workload } from './subject.ts'

/** A security context as it is written: that of the pod, or of one container. */
export interface SecurityContext {
  /** Whose it is, to begin a sentence with. */
  readonly who: string
  readonly fields: Fields
  readonly path: Path
}

/** The pod's first, then those of all containers; empty ones for what has none. */
export function securityContexts(workload: Workload): SecurityContext[] {
  return [podContext(workload), ...workload.containers.map(containerContext)]
}

export function podContext({ security, specPath }: Workload): SecurityContext {
  return { who: 'The pod', fields: security, path: [...specPath, 'securityContext'] }
}

export function containerContext(container: Container): SecurityContext {
  return { who: whoIs(container), fields: container.security, path: securityPath(container) }
}

/** To begin a sentence with. */
export function whoIs({ name }: Container): string {
  return `Container ${name}`
}

/** Where a field of the container's security context stands, or would stand. */
export function securityPath({ path }: Container, ...fields: string[]): Path {
  return [...path, 'securityContext', ...fields]
}

/**
 * Whether the pod says that it runs on Windows, where what only Linux has cannot be set.
 * Source: Pod Security Standards, "Pod OS field": restricted rules for Linux alone are not asked of such pods from v1.25 on.
 */
export function isWindows({ spec }: Workload): boolean {
  return fieldsOf(spec['os'])['name'] === 'windows'
}

/**
 * Whether the pod has users of its own, so that its root is nobody on the node, and the standards ask less of it.
 * Source: Pod Security Standards, "User Namespaces": v1.35 and later.
 */
export function hasOwnUsers({ spec }: Workload, facts: Facts): boolean {
  return spec['hostUsers'] === false && isAtLeast(facts, 35)
}

/** Whether the cluster has the minor version, or a later one; what is not known counts as the newest. */
export function isAtLeast({ minor }: Facts, least: number): boolean {
  return minor === undefined || minor >= least
}
