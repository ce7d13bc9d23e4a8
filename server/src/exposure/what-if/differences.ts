import { keyOf } from '../../kubernetes/object.ts'
import { rankOf } from '../compare.ts'
import type { Exposure } from '../model.ts'
import { isWithin, sourcesOfAll } from '../sources.ts'
import type { Narrowing, WhatIfAnswer } from './what-if.ts'

export type Differences = Pick<WhatIfAnswer, 'closed' | 'narrowed' | 'unchanged' | 'remaining' | 'widened'>

/** Whether somebody on the internet may get in. */
export function isOpen({ verdict }: Pick<Exposure, 'verdict'>): boolean {
  return rankOf(verdict) >= rankOf('possible')
}

/** What is otherwise after a change. Both lists are sorted by id, and so are those of the answer. */
export function differencesOf(
  before: readonly Exposure[],
  after: readonly Exposure[],
  chosen: ReadonlySet<string>,
): Differences {
  const next = new Map(after.map((exposure) => [exposure.id, exposure]))
  const previous = new Map(before.map((exposure) => [exposure.id, exposure]))
  const closed = before.filter((exposure) => isOpen(exposure) && !isOpenAmong(next, exposure))
  const narrowed = before.flatMap((exposure): Narrowing[] => {
    const other = next.get(exposure.id)
    return other && isOpen(exposure) && isOpen(other) && isWider(exposure, other)
      ? [{ before: exposure, after: other }]
      : []
  })
  const widened = after.filter((exposure) => {
    const other = previous.get(exposure.id)
    return isOpen(exposure) && (!other || !isOpen(other) || isWider(exposure, other))
  })
  const touched = new Set([...closed, ...widened, ...narrowed.map(({ before: one }) => one)].map(({ id }) => id))
  const ports = new Set(before.filter(({ id }) => chosen.has(id)).map(portOf))
  ports.delete('')
  return {
    closed,
    narrowed,
    unchanged: before.filter(({ id }) => chosen.has(id) && !touched.has(id)),
    remaining: after.filter((exposure) => isOpen(exposure) && !chosen.has(exposure.id) && ports.has(portOf(exposure))),
    widened,
  }
}

function isOpenAmong(exposures: ReadonlyMap<string, Exposure>, { id }: Exposure): boolean {
  const found = exposures.get(id)
  return found !== undefined && isOpen(found)
}

/** A stronger verdict, or with the same one sources that the other does not have. */
function isWider(exposure: Exposure, other: Exposure): boolean {
  if (exposure.verdict !== other.verdict) return rankOf(exposure.verdict) > rankOf(other.verdict)
  return !isWithin(sourcesOfAll(exposure.sources), sourcesOfAll(other.sources))
}

/** Empty for what leads to no workload. */
function portOf({ workload, containerPort, protocol }: Exposure): string {
  return workload ? `${keyOf(workload)} ${containerPort}/${protocol}` : ''
}
