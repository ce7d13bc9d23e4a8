import type { Scalar } from '../api/graphql.ts'

/** Values of the API's enums about configuration rules, in the order in which they are offered; their words are messages. */

export const OUTCOMES = ['FAIL', 'NOT_ASSESSABLE', 'EXEMPT'] as const satisfies readonly Scalar<'CheckOutcome'>[]

/** The worst first. */
export const STATUSES = ['FAIL', 'NOT_ASSESSABLE', 'EXEMPT', 'PASS'] as const satisfies readonly Scalar<'CheckStatus'>[]

export const ORIGINS = ['USER', 'DISTRIBUTION'] as const satisfies readonly Scalar<'CheckOrigin'>[]

export const FRAMEWORKS = ['PSS', 'NSA', 'CIS', 'MITRE'] as const satisfies readonly Scalar<'FrameworkName'>[]
