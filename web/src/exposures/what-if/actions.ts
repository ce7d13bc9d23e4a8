import type { Scalar } from '../../api/graphql.ts'

export type ActionKind = Scalar<'WhatIfActionKind'>
type EntryKind = Scalar<'EntryKind'>

/** What of an exposure tells which actions fit it. */
export interface TriedExposure {
  readonly id: string
  readonly title: string
  readonly verdict: Scalar<'ExposureVerdict'>
  readonly workloadName: string
  readonly entry: { readonly kind: EntryKind }
}

const BY_ROUTE: readonly EntryKind[] = ['INGRESS', 'GATEWAY', 'ROUTE']
const BY_SERVICE: readonly EntryKind[] = ['LOAD_BALANCER', 'NODE_PORT', 'EXTERNAL_IP']

/** By which entries each action can do something; the rest is told by the server, which sees the objects. */
const FITS: Readonly<Record<ActionKind, readonly EntryKind[]>> = {
  LIMIT_SOURCES: ['LOAD_BALANCER', 'INGRESS', 'ROUTE'],
  MAKE_SERVICE_INTERNAL: ['LOAD_BALANCER'],
  DELETE_ROUTE: BY_ROUTE,
  MAKE_SERVICE_CLUSTER_IP: BY_SERVICE,
  DROP_PORT: [...BY_SERVICE, 'HOST_PORT'],
  ADMIT_ONLY_CONTROLLER: [...BY_ROUTE, ...BY_SERVICE, 'HOST_PORT'],
}

/** The mildest first: what leaves it open to those who need it, then what closes it. */
const ACTIONS = Object.keys(FITS) as readonly ActionKind[]

export interface FittingAction {
  readonly kind: ActionKind
  /** Of the chosen exposures, how many it fits. */
  readonly fits: number
}

/** Actions that fit at least one of `exposures`: a network policy for a workload only where there is one. */
export function fittingActions(exposures: readonly TriedExposure[]): FittingAction[] {
  return ACTIONS.map((kind) => ({ kind, fits: exposures.filter((exposure) => fits(kind, exposure)).length })).filter(
    (action) => action.fits > 0,
  )
}

function fits(kind: ActionKind, { entry, workloadName }: TriedExposure): boolean {
  return FITS[kind].includes(entry.kind) && (kind !== 'ADMIT_ONLY_CONTROLLER' || workloadName !== '')
}
