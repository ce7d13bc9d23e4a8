import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import type { Scalar } from '../../api/graphql.ts'

export const SUBJECT_KINDS = [
  'SERVICE_ACCOUNT',
  'USER',
  'GROUP',
] as const satisfies readonly Scalar<'RightsSubjectKind'>[]

const parsers = {
  ask: parseAsStringLiteral(['who', 'what']).withDefault('who'),
  verb: parseAsString,
  resource: parseAsString,
  /** Of one object. */
  object: parseAsString,
  /** A namespace, WHOLE_CLUSTER, or null for anywhere. */
  within: parseAsString,
  subjectKind: parseAsStringLiteral(SUBJECT_KINDS).withDefault('SERVICE_ACCOUNT'),
  subjectNamespace: parseAsString,
  subject: parseAsString,
}

/** Stands for all of the cluster where a namespace could: no namespace is called so. */
export const WHOLE_CLUSTER = '*'

/** The question, in the URL: it can be sent to somebody, and *back* leads to the one before. */
export function useRightsUrl() {
  return useQueryStates(parsers, { history: 'push' })
}

export type RightsUrl = ReturnType<typeof useRightsUrl>[0]
