import { compareTexts } from '../kubernetes/compare-texts.ts'
import type { DeclaredReach } from '../kubernetes/load-balancer-marks.ts'
import { addressClassOf } from './addresses.ts'
import { heardAt, limitedTo } from './heard.ts'
import type { Front, Heard } from './paths.ts'
import { doubt, missing, note, type Remark } from './remarks.ts'
import type { PublishedAddress } from './services.ts'
import { ANYWHERE, intersect, type SourceSet, sourcesOf, sourcesOfAll } from './sources.ts'
import type { Reach } from './verdict.ts'

/** Who is let in, before policies. */
export interface LetIn {
  readonly sources: SourceSet
  readonly remarks: readonly Remark[]
}

export const EVERYBODY: LetIn = { sources: ANYWHERE, remarks: [] }

/**
 * The front of a load balancer. An address that was published tells where it is heard, and so does a host name of a form that only
 * internal ones have; then comes what is declared; then a host name counts as public. Without any address it is not known.
 */
export function loadBalancerFront(
  published: readonly PublishedAddress[],
  declared: DeclaredReach | undefined,
  letIn: LetIn,
): Front {
  const addresses = published.map(({ ip, hostname }) => ip || hostname).sort(compareTexts)
  const remarks: Remark[] = [...letIn.remarks]
  const reach = reachOf(published, declared, remarks)
  const modes = published.flatMap(({ ipMode }) => (ipMode === '' ? [] : [`ipMode = ${ipMode}`]))
  return {
    heard: limitedTo(heardOf(published, reach), letIn.sources),
    addresses,
    remarks,
    evidence: [
      ...addresses.map((address) => `published at ${address}`),
      ...(declared ? [declared.evidence] : []),
      ...new Set(modes),
    ],
    policies: [],
  }
}

/** Ranges as objects list them. One that cannot be read is left out and said; when none can be, who is let in is not known. */
export function rangesOf(texts: readonly string[], evidence: string): LetIn {
  const ranges = texts.map((text) => text.trim()).filter((text) => text !== '')
  if (ranges.length === 0) return EVERYBODY
  const readable = ranges.filter((range) => sourcesOf(range))
  if (readable.length === 0)
    return { sources: ANYWHERE, remarks: [missing('sourceRangesUnknown', `The ranges of ${evidence} cannot be read.`)] }
  const isWhole = readable.length === ranges.length
  const remarks = isWhole ? [] : [doubt('sourceRangeIgnored', `A range of ${evidence} cannot be read.`)]
  return { sources: sourcesOfAll(readable), remarks: [note('sourceRanges', `Limited by ${evidence}.`), ...remarks] }
}

/** Those that both let in. */
export function both(a: LetIn, b: LetIn): LetIn {
  if (a === EVERYBODY) return b
  return b === EVERYBODY ? a : { sources: intersect(a.sources, b.sources), remarks: [...a.remarks, ...b.remarks] }
}

/** A host name may stand for addresses of either family; beside addresses it is taken to be as public as these. */
function heardOf(published: readonly PublishedAddress[], reach: Reach): Heard[] {
  const isByAddress = published.length > 0 && published.every(({ ip }) => addressClassOf(ip) !== undefined)
  return isByAddress ? heardAt(published.map(({ ip }) => ip)) : [{ reach, sources: ANYWHERE }]
}

function reachOf(
  published: readonly PublishedAddress[],
  declared: DeclaredReach | undefined,
  remarks: Remark[],
): Reach {
  const classes = published.map(({ ip }) => addressClassOf(ip)).filter((found) => found !== undefined)
  const told: Reach | undefined = classes.includes('public') ? 'public' : classes.length > 0 ? 'private' : undefined
  if (told) return told === declared?.reach || !declared ? told : conflicting(told, declared, remarks)
  const names = published.map(({ hostname }) => hostname).filter((name) => name !== '')
  if (names.length > 0 && names.every(isInternalName))
    return declared?.reach === 'public' ? conflicting('private', declared, remarks) : 'private'
  if (declared?.reach === 'private') return 'private'
  if (names.length > 0) {
    if (!declared) remarks.push(doubt('hostNameOnly', 'Only a host name is published, which does not tell.'))
    else remarks.push(doubt('declaredPublic', `Only a host name is published; ${declared.evidence} says the rest.`))
    return 'public'
  }
  remarks.push(missing('addressPending', 'No address is published yet.'))
  return 'unknown'
}

function conflicting(told: 'public' | 'private', declared: DeclaredReach, remarks: Remark[]): Reach {
  remarks.push(note('internalMarkConflict', `The published address is ${told}, though ${declared.evidence}.`))
  return told
}

/** Source: Elastic Load Balancing: names of internal Application and Classic Load Balancers begin with `internal-`. */
function isInternalName(name: string): boolean {
  return (
    /^internal-.*\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/.test(name) || /^internal-.*\.elb\.amazonaws/.test(name)
  )
}

export function addressOf({ ip, hostname }: PublishedAddress): string {
  return ip || hostname
}
