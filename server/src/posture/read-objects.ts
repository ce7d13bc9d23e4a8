import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { textOf } from '../kubernetes/fields.ts'
import { KINDS, objectKind } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

const GROUPS_OF = Map.groupBy(KINDS, (kind) => objectKind(kind))
const KIND_IN_ANY_CASE = new Map([...GROUPS_OF.keys()].map((kind) => [kind.toLowerCase(), kind]))
/** Groups in which kinds stood before they got their own. Source: Kubernetes, deprecated API migration guide. */
const FORMER_GROUPS = new Set(['extensions'])

/**
 * Objects by kind, as rules judge them: also those of kinds and versions that no cluster serves any more, since manifests hold them. A kind that
 * shares its name with another one is told by its group, as `kubernetes/kinds.ts` names it. A kind that is known but for its case is judged as what
 * it is meant to be: no cluster takes it, and whoever corrects the case should know what it does.
 */
export function readObjects(
  objects: readonly KubernetesObject[],
  unread: ReadonlyMap<string, string> = new Map(),
): ClusterObjects {
  const byKind = new Map<string, Map<string, KubernetesObject>>()
  for (const object of objects) {
    const kind = kindOf(object)
    if (kind === '') continue
    const known = byKind.get(kind) ?? new Map<string, KubernetesObject>()
    byKind.set(kind, known)
    known.set(`${textOf(object.metadata?.namespace, 253)}/${textOf(object.metadata?.name, 253)}`, object)
  }
  return { objects: new Map([...byKind].map(([kind, named]) => [kind, [...named.values()]])), unread }
}

/** As `kubernetes/kinds.ts` names it, else as the object itself does; empty where it says nothing. */
export function kindOf(object: KubernetesObject): string {
  const written = textOf(object.kind, 253)
  const kind = GROUPS_OF.has(written) ? written : (KIND_IN_ANY_CASE.get(written.toLowerCase()) ?? written)
  const version = textOf(object.apiVersion, 253)
  const slash = version.indexOf('/')
  const group = slash < 0 ? '' : version.slice(0, slash)
  const known = GROUPS_OF.get(kind)
  if (!known || FORMER_GROUPS.has(group)) return kind
  return (
    known.find((one) => one.group === group)?.kind ?? (known.length === 1 && group === '' ? kind : `${kind}.${group}`)
  )
}
