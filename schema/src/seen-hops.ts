import type { ExposureHop } from '@breakwater/drizzle/tables/exposure.ts'
import type { ExposureRow } from './refs.ts'
import type { Viewer } from './viewer.ts'
import { sees, seesPartsOnly } from './visible.ts'

/**
 * The steps of a way in as the viewer may see them. To who sees some namespaces only, a step through another one is a step of which no more
 * is told; evidence may name what is elsewhere, so they get none.
 */
export function seenHops(viewer: Viewer, { cluster, hops }: ExposureRow): readonly ExposureHop[] {
  if (!seesPartsOnly(viewer)) return hops
  const isSeen = (namespace: string) => sees(viewer, { cluster, namespace, registry: '' })
  return hops.map((hop) => {
    const policies = hop.policies.filter(({ policy }) => isSeen(policy.namespace))
    const isElsewhere = hop.object !== null && !isSeen(hop.object.namespace)
    return isElsewhere
      ? { kind: hop.kind, object: null, label: ELSEWHERE, evidence: [], policies: [] }
      : { ...hop, policies, evidence: [] }
  })
}

const ELSEWHERE = 'outside of what you may see'
