import type { Tls, Verdict } from '../model.ts'
import type { Authentication, PortClass, RatingPriority } from './rating.ts'

export interface PriorityInput {
  readonly verdict: Verdict
  readonly portClass: PortClass
  readonly tls: Tls
  /** What clients connect to; undefined when it is not known. */
  readonly entryPort: number | undefined
  readonly authentication: Authentication
  /** Whether whoever takes over what answers gets beyond its pod. */
  readonly leadsOut: boolean
}

const LEVELS: readonly RatingPriority[] = ['NONE', 'LOW', 'MEDIUM', 'HIGH']

/**
 * Administration and databases are HIGH, metrics and what is not known MEDIUM, the web LOW. A level more where whoever gets in gets beyond
 * the pod, and for a web without encryption; a level less behind authentication that is known, and another one where not all of the
 * internet is let in or it is only possible. Never less than LOW, and a web that is encrypted never more than MEDIUM.
 */
export function priorityOf(input: PriorityInput): RatingPriority {
  const { verdict, portClass, authentication, leadsOut } = input
  if (verdict !== 'internet' && verdict !== 'restricted' && verdict !== 'possible') return 'NONE'
  const isPlainWeb = portClass === 'web' && !isEncrypted(input)
  const most = portClass === 'web' && !isPlainWeb ? 2 : 3
  const base = BASE[portClass] + (isPlainWeb ? 1 : 0) + (leadsOut ? 1 : 0) - (authentication === 'known' ? 1 : 0)
  const onInternet = Math.max(1, Math.min(most, base))
  return LEVELS[Math.max(1, onInternet - (verdict === 'internet' ? 0 : 1))] ?? 'LOW'
}

const BASE: Readonly<Record<PortClass, number>> = { administration: 3, database: 3, metrics: 2, other: 2, web: 1 }
/** Where objects do not tell, the port does. */
const TLS_PORTS = [443, 8443, 4443, 9443]

export function isEncrypted({ tls, entryPort }: Pick<PriorityInput, 'tls' | 'entryPort'>): boolean {
  if (tls === 'unknown') return entryPort !== undefined && TLS_PORTS.includes(entryPort)
  return tls !== 'none'
}
