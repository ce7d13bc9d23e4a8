import type { Tls, Verdict } from '../model.ts'
import type { Authentication, PortClass, RatingPriority } from './rating.ts'

export interface PriorityInput {
  readonly verdict: Verdict
  readonly portClass: PortClass
  readonly tls: Tls
  /** What clients connect to, and the ports that it leads to; those that are known. */
  readonly ports: readonly number[]
  readonly authentication: Authentication
  /** Whether whoever takes over what answers gets beyond its pod. */
  readonly leadsOut: boolean
  /** Whether it is an ingress or gateway controller, which is there to be reached. */
  readonly isController: boolean
}

const LEVELS: readonly RatingPriority[] = ['NONE', 'LOW', 'MEDIUM', 'HIGH']

/**
 * Administration and databases are HIGH, metrics and what is not known MEDIUM, the web LOW. A level more where whoever gets in gets beyond
 * the pod, and for a web without encryption; a level less behind authentication that is known, and another one where not all of the
 * internet is let in or it is only possible. Never less than LOW; a web that is encrypted, or that a controller serves, never more than
 * MEDIUM: a controller may read every certificate and redirects what comes without encryption, and is in every cluster.
 */
export function priorityOf(input: PriorityInput): RatingPriority {
  const { verdict, portClass, authentication, leadsOut } = input
  if (verdict !== 'internet' && verdict !== 'restricted' && verdict !== 'possible') return 'NONE'
  const isPlainWeb = portClass === 'web' && !isEncrypted(input)
  const most = portClass === 'web' && (!isPlainWeb || input.isController) ? 2 : 3
  const base = BASE[portClass] + (isPlainWeb ? 1 : 0) + (leadsOut ? 1 : 0) - (authentication === 'known' ? 1 : 0)
  const onInternet = Math.max(1, Math.min(most, base))
  return LEVELS[Math.max(1, onInternet - (verdict === 'internet' ? 0 : 1))] ?? 'LOW'
}

const BASE: Readonly<Record<PortClass, number>> = { administration: 3, database: 3, metrics: 2, other: 2, web: 1 }
/** Where objects do not tell, the port does. */
const TLS_PORTS = [443, 8443, 4443, 9443]

export function isEncrypted({ tls, ports }: Pick<PriorityInput, 'tls' | 'ports'>): boolean {
  if (tls === 'unknown') return ports.some((port) => TLS_PORTS.includes(port))
  return tls !== 'none'
}
