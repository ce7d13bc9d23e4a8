import type { KindDefinition } from '../kubernetes/kinds.ts'
import { OutboundError } from '../outbound/error.ts'
import {
  type ClusterIdentity,
  type ClusterSource,
  type CoverageGap,
  SourceError,
  type SourceErrorCode,
} from './source.ts'

/** What came of trying a source, for people who are about to connect it. */
export interface ConnectionTest {
  /** Whether it can be connected: every step passed. Kinds that cannot be read are no hindrance. */
  readonly connectable: boolean
  readonly steps: readonly ConnectionStep[]
  readonly identity: ClusterIdentity | undefined
  /** The name that the API server knows the caller by; undefined where it does not tell. */
  readonly caller: string | undefined
  /** Empty when it did not come to that. */
  readonly kinds: readonly KindCheck[]
}

export interface ConnectionStep {
  readonly step: ConnectionStepName
  readonly result: 'PASSED' | 'FAILED' | 'SKIPPED'
  /** Of a step that failed. */
  readonly code: SourceErrorCode | undefined
  readonly message: string | undefined
  readonly advice: string | undefined
}

/** In this order. A snapshot has only the first and the last. */
export type ConnectionStepName =
  | 'CONFIGURATION'
  | 'REACHABLE'
  | 'ENCRYPTION'
  | 'KUBERNETES'
  | 'AUTHENTICATION'
  | 'IDENTITY'

export interface KindCheck {
  readonly kind: string
  /** Undefined for a kind that can be listed. */
  readonly gap: CoverageGap | undefined
  /** Whether its changes may be followed; undefined where nobody told. */
  readonly watchable: boolean | undefined
}

/**
 * Opens a source, asks who it is and what may be read, and tells how far that came. Closes what it opened.
 * Throws nothing for a cluster that does not answer; the signal's reason when it is aborted.
 */
export async function testConnection(
  open: () => Promise<ClusterSource>,
  kinds: readonly KindDefinition[],
  signal: AbortSignal,
): Promise<ConnectionTest> {
  let source: ClusterSource | undefined
  try {
    source = await open()
    const identity = await source.identify(signal)
    const caller = await source.caller?.(signal)
    const checked = await check(source, kinds, signal)
    return { connectable: true, steps: stepsOf(source, undefined), identity, caller, kinds: checked }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof SourceError)) throw error
    // Rights are worth telling even when they do not suffice to tell who the cluster is.
    const checked = source && error.code === 'FORBIDDEN' ? await check(source, kinds, signal).catch(() => []) : []
    return { connectable: false, steps: stepsOf(source, error), identity: undefined, caller: undefined, kinds: checked }
  } finally {
    await source?.close()
  }
}

function notAllowed({ plural }: KindDefinition): CoverageGap {
  return {
    reason: 'FORBIDDEN',
    message: `The credentials do not allow reading ${plural}.`,
    advice: `Allow get, list and watch on ${plural} by a ClusterRole.`,
  }
}

const API_SERVER_STEPS: readonly ConnectionStepName[] = [
  'CONFIGURATION',
  'REACHABLE',
  'ENCRYPTION',
  'KUBERNETES',
  'AUTHENTICATION',
  'IDENTITY',
]
const SNAPSHOT_STEPS: readonly ConnectionStepName[] = ['CONFIGURATION', 'IDENTITY']

/** The step at which a source of an API server fails with a code; the ones before it were passed to come there. */
const FAILING_STEP: Readonly<Record<SourceErrorCode, ConnectionStepName>> = {
  INVALID_KUBECONFIG: 'CONFIGURATION',
  INVALID_SNAPSHOT: 'CONFIGURATION',
  EXEC_NOT_ALLOWED: 'CONFIGURATION',
  EXEC_FAILED: 'CONFIGURATION',
  ADDRESS_NOT_ALLOWED: 'REACHABLE',
  UNREACHABLE: 'REACHABLE',
  TIMED_OUT: 'REACHABLE',
  UNTRUSTED_CERTIFICATE: 'ENCRYPTION',
  EXPIRED_CERTIFICATE: 'ENCRYPTION',
  WRONG_HOST: 'ENCRYPTION',
  UNAUTHORIZED: 'AUTHENTICATION',
  NOT_KUBERNETES: 'KUBERNETES',
  SERVER_ERROR: 'KUBERNETES',
  EXPIRED: 'KUBERNETES',
  TOO_LARGE: 'KUBERNETES',
  FORBIDDEN: 'IDENTITY',
  NOT_FOUND: 'IDENTITY',
}

function stepsOf(source: ClusterSource | undefined, error: SourceError | undefined): ConnectionStep[] {
  const names = source?.kind === 'SNAPSHOT' ? SNAPSHOT_STEPS : API_SERVER_STEPS
  const failing = error && (source ? failingStep(error) : 'CONFIGURATION')
  const at = failing === undefined ? names.length : Math.max(0, names.indexOf(failing))
  return names.map((step, i) => ({
    step,
    result: i < at ? 'PASSED' : i === at ? 'FAILED' : 'SKIPPED',
    code: i === at ? error?.code : undefined,
    message: i === at ? error?.message : undefined,
    advice: i === at ? error?.advice : undefined,
  }))
}

function failingStep(error: SourceError): ConnectionStepName {
  const withoutTls = error.cause instanceof OutboundError && error.cause.code === 'NOT_HTTPS'
  return withoutTls ? 'ENCRYPTION' : FAILING_STEP[error.code]
}

async function check(
  source: ClusterSource,
  kinds: readonly KindDefinition[],
  signal: AbortSignal,
): Promise<KindCheck[]> {
  const served = await source.served(kinds, signal)
  const asked = kinds.filter(({ kind }) => served.get(kind)?.reason !== 'NOT_SERVED')
  const rights = await source.rights?.(asked, signal)
  return kinds.map((kind) => {
    const right = rights?.get(kind.kind)
    // A listing that came to no answer is no gap; the review tells of it.
    const gap = served.get(kind.kind) ?? (right?.list === false ? notAllowed(kind) : undefined)
    return { kind: kind.kind, gap, watchable: gap ? false : right?.watch }
  })
}
