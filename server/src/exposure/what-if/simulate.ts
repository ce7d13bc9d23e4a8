import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { fieldsOf } from '../../kubernetes/fields.ts'
import { readSelector, selects } from '../../kubernetes/label-selector.ts'
import { analyzeExposure } from '../analyze-exposure.ts'
import { type ClusterView, viewOf } from '../cluster-view.ts'
import type { AnalysisSettings, Exposure, Pod } from '../model.ts'
import { createPolicies } from '../policies/create-policies.ts'
import { visible } from '../visible.ts'
import { admitOnlyController } from './admit-only-controller.ts'
import type { Attempt, Refused } from './attempt.ts'
import { type Broken, brokenConnections } from './broken-connections.ts'
import { deleteRoute } from './delete-route.ts'
import { differencesOf } from './differences.ts'
import { type Change, Draft } from './draft.ts'
import { dropPort } from './drop-port.ts'
import { limitSources, readRanges } from './limit-sources.ts'
import { makeServiceClusterIp } from './make-service-cluster-ip.ts'
import { makeServiceInternal } from './make-service-internal.ts'
import { isNameable, patchesOf } from './patches.ts'
import type { Refusal, WhatIfAction, WhatIfAnswer } from './what-if.ts'

/**
 * What would come of an action on some exposures: the objects are changed as it would change them, and analyzed again. Nothing is applied.
 * The same whatever the order of objects and ids; on objects that are changed already it comes to nothing. Never throws for what the
 * objects hold or the action asks: what does not fit is refused, with why.
 */
export function simulate(
  objects: ClusterObjects,
  settings: AnalysisSettings,
  exposureIds: readonly string[],
  action: WhatIfAction,
): WhatIfAnswer {
  const before = analyzeExposure(objects, settings)
  const known = new Map(before.exposures.map((exposure) => [exposure.id, exposure]))
  const cluster = viewOf(objects, settings)
  const draft = new Draft(objects)
  const notes = new Set<string>()
  const act = actionOn({ draft, cluster, note: (text) => notes.add(text) }, action)
  const refused = [...new Set(exposureIds)].sort().flatMap((id): Refusal[] => {
    const exposure = known.get(id)
    const why = exposure ? act(exposure) : 'There is no such exposure, or it is there no more.'
    return why === undefined ? [] : [{ exposureId: id, why: visible(why) }]
  })
  const patches = patchesOf(draft.changes())
  const after = patches.length === 0 ? before : analyzeExposure(draft.objects(), settings)
  const refusedIds = new Set(refused.map(({ exposureId }) => exposureId))
  const differences = differencesOf(before.exposures, after.exposures, new Set(exposureIds))
  const broken = brokenBy(cluster, draft, settings)
  return {
    ...differences,
    unchanged: differences.unchanged.filter(({ id }) => !refusedIds.has(id)),
    broken: broken.connections,
    brokenTotal: broken.total,
    patches,
    refused,
    gaps: [...notes, ...new Set(after.gaps.map(({ kind, text }) => `${kind}: ${text}`))].map(visible),
  }
}

function actionOn(attempt: Attempt, action: WhatIfAction): (exposure: Exposure) => Refused {
  const act = knownAction(attempt, action)
  return (exposure) => {
    const named = [exposure.entry.object, ...exposure.hops.flatMap(({ object }) => object ?? [])]
    if (!named.every(isNameable)) return 'A name on the way holds what no name can, so no command is written for it.'
    return act(exposure)
  }
}

function knownAction(attempt: Attempt, action: WhatIfAction): (exposure: Exposure) => Refused {
  switch (action.kind) {
    case 'makeServiceInternal':
      return (exposure) => makeServiceInternal(attempt, exposure, action.provider)
    case 'makeServiceClusterIp':
      return (exposure) => makeServiceClusterIp(attempt, exposure)
    case 'dropPort':
      return (exposure) => dropPort(attempt, exposure)
    case 'deleteRoute':
      return (exposure) => deleteRoute(attempt, exposure)
    case 'admitOnlyController':
      return (exposure) => admitOnlyController(attempt, exposure)
    case 'limitSources': {
      const read = readRanges(action.ranges)
      return (exposure) => ('why' in read ? read.why : limitSources(attempt, exposure, read.ranges))
    }
  }
}

/** Policies are all that takes connections within the cluster away; without a changed one nothing is asked. */
function brokenBy(cluster: ClusterView, draft: Draft, settings: AnalysisSettings): Broken {
  const policies = draft.changes().filter(({ ref }) => ref.kind === 'NetworkPolicy')
  if (policies.length === 0) return { connections: [], total: 0 }
  const bound = cluster.pods.filter((pod) => policies.some((policy) => binds(policy, pod)))
  const before = createPolicies(cluster.pods, draft.original, settings)
  const after = createPolicies(cluster.pods, draft.objects(), settings)
  return brokenConnections(cluster, before, after, bound, (pod) => {
    const names = policies.filter((policy) => binds(policy, pod)).map(({ ref }) => `${ref.namespace}/${ref.name}`)
    return visible(`NetworkPolicy ${names.join(', ')} lets in the controller only.`)
  })
}

function binds({ ref, after }: Change, { namespace, labels }: Pod): boolean {
  const selector = readSelector(fieldsOf(after?.['spec'])['podSelector'])
  return ref.namespace === namespace && selector !== undefined && selects(selector, labels)
}
