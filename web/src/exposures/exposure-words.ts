import type { Scalar } from '../api/graphql.ts'

/** Values of the API's enums about exposures, in the order in which they are offered; their words are messages. */

/** The strongest first. */
export const VERDICTS = [
  'INTERNET',
  'RESTRICTED',
  'POSSIBLE',
  'PRIVATE',
  'BLOCKED',
  'NONE',
] as const satisfies readonly Scalar<'ExposureVerdict'>[]

export const CONFIDENCES = ['HIGH', 'MEDIUM', 'LOW'] as const satisfies readonly Scalar<'ExposureConfidence'>[]

export const ENTRY_KINDS = [
  'LOAD_BALANCER',
  'NODE_PORT',
  'EXTERNAL_IP',
  'HOST_PORT',
  'HOST_NETWORK',
  'INGRESS',
  'GATEWAY',
  'ROUTE',
] as const satisfies readonly Scalar<'EntryKind'>[]

export const PORT_CLASSES = [
  'ADMINISTRATION',
  'DATABASE',
  'METRICS',
  'WEB',
  'OTHER',
] as const satisfies readonly Scalar<'PortClass'>[]

export const TLS_MODES = [
  'NONE',
  'TERMINATED',
  'PASSTHROUGH',
  'UNKNOWN',
] as const satisfies readonly Scalar<'TlsMode'>[]

export const AUTHENTICATIONS = [
  'NONE',
  'HINTED',
  'KNOWN',
  'UNKNOWN',
] as const satisfies readonly Scalar<'AuthenticationHint'>[]

export const FINDINGS = ['NO_BACKEND', 'EXTERNAL_BACKEND'] as const satisfies readonly Scalar<'ExposureFinding'>[]
