import { expect, test } from 'vitest'
import { rangeInput } from '../list/range.ts'
import { blindSpots, staleBefore, staleDays } from './blind-spots.ts'
import type { SeenCluster } from './overview-query.ts'

function cluster(id: string, values: Partial<SeenCluster> = {}): SeenCluster {
  return {
    id,
    name: id,
    state: 'RUNNING',
    stateCause: null,
    stateAdvice: null,
    lastSync: '2026-03-01T00:00:00.000Z',
    coverage: { kinds: 2, complete: 2, gaps: [] },
    watch: null,
    currentTask: null,
    ...values,
  }
}

const none = { nodes: [], totalCount: 0 }
const list = (...nodes: SeenCluster[]) => ({ nodes, totalCount: nodes.length })

test('a cluster with several troubles stands there once, with all of them', () => {
  const one = cluster('a', {
    coverage: { kinds: 2, complete: 1, gaps: [{ kind: 'Pod', reason: 'FORBIDDEN' }] },
    watch: { kinds: 3, watching: 1 },
  })
  const late = { nodes: [{ cluster: one }] }
  expect(blindSpots({ partial: list(one), troubled: list(one), stale: list(one), late })).toEqual([
    { cluster: one, isTroubled: true, missingKinds: ['Pod'], isNeverRead: false, isStale: true, lateKinds: 2 },
  ])
})

test('what does not answer comes before what is only not fully seen', () => {
  const spots = blindSpots({ partial: list(cluster('a')), troubled: list(cluster('b')), stale: none, late: none })
  expect(spots.map((spot) => spot.cluster.id)).toEqual(['b', 'a'])
})

test('a cluster that was never read is not called stale', () => {
  const fresh = cluster('a', { lastSync: null, coverage: { kinds: 0, complete: 0, gaps: [] } })
  const [spot] = blindSpots({ partial: list(fresh), troubled: none, stale: list(fresh), late: none })
  expect(spot).toMatchObject({ isNeverRead: true, isStale: false })
})

test('the filter of days that a link asks for is the moment that was counted by, also over the end of a month', () => {
  for (const now of [new Date(2026, 2, 1, 0, 30), new Date(2026, 0, 2, 23), new Date(2026, 9, 26, 12)]) {
    expect(rangeInput('days', staleDays(now))).toEqual({ before: staleBefore(now).toISOString() })
  }
})
