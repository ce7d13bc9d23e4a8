import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, changes } from '../../test/exposure/change-arbitraries.ts'
import { SEED } from '../../test/seed.ts'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { analyzeExposure } from './analyze-exposure.ts'
import { DEFAULT_SETTINGS } from './model.ts'
import { createExposureSession } from './session.ts'

const SETTINGS = {
  ...DEFAULT_SETTINGS,
  controllers: { c: { namespace: 'alpha', labels: { app: 'web' } } },
} as const

test('after any changes the answer is that of a first analysis of the same objects, byte for byte', () => {
  fc.assert(
    fc.property(
      changes({ min: 25, max: 40 }),
      fc.array(changes({ min: 1, max: 3 }), { maxLength: 8 }),
      (first, later) => {
        const known = new Known()
        known.apply(first)
        const session = createExposureSession(SETTINGS, known.objects())
        expect(JSON.stringify(session.answer())).toBe(JSON.stringify(analyzeExposure(known.objects(), SETTINGS)))
        for (const some of later) {
          known.apply(some)
          session.change(
            some.flatMap((one) => (one.is === 'there' ? [one.object] : [])),
            some.flatMap((one) => (one.is === 'gone' ? [one] : [])),
          )
          session.setUnread(known.unread)
          expect(JSON.stringify(session.answer())).toBe(JSON.stringify(analyzeExposure(known.objects(), SETTINGS)))
        }
      },
    ),
    { numRuns: 80, seed: SEED },
  )
})

test('the answer does not depend on the order of the objects, of whatever kinds', () => {
  fc.assert(
    fc.property(changes({ min: 40, max: 70 }), fc.infiniteStream(fc.nat()), (first, draws) => {
      const known = new Known()
      known.apply(first)
      expect(JSON.stringify(analyzeExposure(known.shuffled(draws), SETTINGS))).toBe(
        JSON.stringify(analyzeExposure(known.objects(), SETTINGS)),
      )
    }),
    { numRuns: 150, seed: SEED },
  )
})

/** What is there, as a plain list of objects. */
class Known {
  unread: ReadonlyMap<string, string> = new Map()
  readonly #objects = new Map<string, KubernetesObject>()

  /** Within one batch what is gone goes before what comes, as the session has it. */
  apply(batch: readonly Change[]): void {
    for (const one of batch) if (one.is === 'gone') this.#objects.delete(`${one.kind} ${one.namespace}/${one.name}`)
    for (const one of batch) {
      if (one.is === 'unread') this.unread = new Map(one.kinds.map((kind) => [kind, 'FORBIDDEN']))
      if (one.is !== 'there') continue
      const { kind, metadata } = one.object
      this.#objects.set(`${kind} ${metadata?.namespace ?? ''}/${metadata?.name}`, one.object)
    }
  }

  objects() {
    return clusterObjects([...this.#objects.values()], this.unread)
  }

  shuffled(draws: Iterator<number>) {
    const rest = [...this.#objects.values()]
    const mixed = [...rest].flatMap(() => rest.splice((draws.next().value ?? 0) % rest.length, 1))
    return clusterObjects(mixed, this.unread)
  }
}
