import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PORT_NUMBERS, PROTOCOLS } from '../../../test/exposure/cluster-arbitraries.ts'
import { objectsOf, policyCluster } from '../../../test/exposure/policy-arbitraries.ts'
import { SEED } from '../../../test/seed.ts'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import { LiveCluster } from '../live/live-cluster.ts'
import { DEFAULT_SETTINGS } from '../model.ts'
import { podsOf } from '../pods.ts'
import { createPolicies } from './create-policies.ts'

const SETTINGS = { ...DEFAULT_SETTINGS, enforcement: 'enforced' } as const

test('asked pod by pod policies answer as they do when asked by classes of pods, evidence and doubts included', () => {
  fc.assert(
    fc.property(policyCluster(), (cluster) => {
      const objects = clusterObjects(objectsOf(cluster))
      const pods = podsOf(objects)
      const { policies: byPod } = new LiveCluster(SETTINGS, objects)
      const byClass = createPolicies(pods, objects, SETTINGS)
      for (const to of pods) {
        for (const protocol of PROTOCOLS) {
          for (const port of PORT_NUMBERS) {
            expect(byPod.outside(to, protocol, port)).toEqual(byClass.outside(to, protocol, port))
            expect(byPod.anyPod(to, protocol, port)).toEqual(byClass.anyPod(to, protocol, port))
            const from = pods[(port + pods.indexOf(to)) % pods.length]
            if (from) expect(byPod.between(from, to, protocol, port)).toEqual(byClass.between(from, to, protocol, port))
          }
        }
      }
    }),
    { numRuns: 120, seed: SEED },
  )
})
