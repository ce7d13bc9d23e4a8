import type { AccessRule } from '../kubernetes/access/access-rule.ts'

/** Something that a rule of a role may allow, as configuration rules look for it. */
export interface Right {
  readonly groups: readonly string[]
  /** `pods`, `pods/exec`. */
  readonly resources: readonly string[]
  /** Any of them is enough. */
  readonly verbs: readonly string[]
  /** Which names make a rule for named objects count; such a rule does not when it is left out. */
  readonly names?: 'any' | readonly string[]
  /** Whether the resources are in no namespace. */
  readonly isClusterWide?: true
  /** Whether a wildcard does not count, since other rules tell what it opens. */
  readonly isLiteral?: true
}

/** A rule that allows what is looked for. */
export interface Opening {
  readonly rule: AccessRule
  /** What opens it, as it is written: verbs by resource. */
  readonly verbs: ReadonlyMap<string, readonly string[]>
}

/** How far a role reaches. */
export interface Reach {
  /** Empty for all of the cluster. */
  readonly namespaces: readonly string[]
  /** Whether anybody is known to have it. */
  readonly isBound: boolean
}

/** Verbs that change what is there. The last one opens nothing but identities; whoever writes it beside others asks for what it stands for. */
export const CHANGES = ['update', 'patch', 'delete', 'deletecollection', 'impersonate'] as const
export const WRITES = ['create', ...CHANGES] as const
export const PUTS = ['create', 'update', 'patch'] as const
export const DELETES = ['delete', 'deletecollection'] as const
export const READS = ['get', 'list', 'watch'] as const

export function openingsIn(rules: readonly AccessRule[], rights: readonly Right[], { namespaces }: Reach): Opening[] {
  const inCluster = namespaces.includes('')
  return rules.flatMap((rule) => {
    const verbs = new Map<string, readonly string[]>()
    for (const resource of rule.resources) {
      const opening = rights
        .filter((right) => isAsked(rule, resource, right, inCluster))
        .flatMap((right) => rule.verbs.filter((verb) => verb === '*' || right.verbs.includes(verb)))
      if (opening.length > 0) verbs.set(resource, [...new Set(opening)])
    }
    return verbs.size > 0 ? [{ rule, verbs }] : []
  })
}

function isAsked(rule: AccessRule, written: string, right: Right, inCluster: boolean): boolean {
  if (right.isLiteral && isWildcard(written)) return false
  // A wildcard in a namespace is not meant for what is in none; a name that is written out is.
  if (right.isClusterWide && !inCluster && isWildcard(written)) return false
  return (
    rule.apiGroups.some((group) => group === '*' || right.groups.includes(group)) &&
    right.resources.some((resource) => means(written, resource)) &&
    (rule.resourceNames.length === 0 ||
      right.names === 'any' ||
      rule.resourceNames.some((name) => right.names?.includes(name)))
  )
}

/** The authorizer does not take `pods/*` for a pattern; who writes it means all that is below pods. */
function means(written: string, resource: string): boolean {
  const [whole = '', below] = resource.split('/')
  return (
    written === '*' || written === resource || (below !== undefined && [`*/${below}`, `${whole}/*`].includes(written))
  )
}

export function isWildcard(written: string): boolean {
  return written.includes('*')
}
