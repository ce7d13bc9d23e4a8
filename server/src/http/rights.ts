import { ROLES } from '@breakwater/drizzle/tables/access.ts'
import { RequestError, type RightsInput } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'

/** What a token, session or login link may do and see, as its row holds it: null does not limit. */
export interface Rights {
  readonly role: Viewer['role']
  readonly clusters: string[] | null
  readonly namespaces: string[] | null
  readonly registries: string[] | null
}

export const ADMINISTRATOR: Rights = { role: 'ADMINISTRATOR', clusters: null, namespaces: null, registries: null }

/** Names that one dimension of a scope holds at most. */
const MOST_NAMES = 500
const LONGEST_NAME = 253

/**
 * Reads rights that somebody asks for. Throws `RequestError` for an unknown role, for an administrator with a scope, and for an
 * empty list: it would be somebody who sees nothing, or, read otherwise, everything.
 */
export function readRights(input: RightsInput): Rights {
  const role = ROLES.find((known) => known === input.role)
  if (!role) throw new RequestError('INVALID_ROLE', `A role is one of ${ROLES.join(', ')}.`, ['role'])
  const scope = {
    clusters: names('clusters', input.clusters),
    namespaces: names('namespaces', input.namespaces),
    registries: names('registries', input.registries),
  }
  if (role === 'ADMINISTRATOR' && Object.values(scope).some((list) => list !== null)) {
    throw new RequestError(
      'SCOPE_OF_ADMINISTRATOR',
      'An administrator sees everything: leave out the scope, or choose the role VIEWER or OPERATOR.',
      ['scope'],
    )
  }
  return { role, ...scope }
}

/** The scope of a row as a viewer has it; undefined: everything. */
export function scopeOf({ role, clusters, namespaces, registries }: Rights): Viewer['scope'] {
  if (role === 'ADMINISTRATOR' || (!clusters && !namespaces && !registries)) return undefined
  return {
    clusters: clusters ?? undefined,
    namespaces: namespaces ?? undefined,
    registries: registries ?? undefined,
  }
}

function names(dimension: keyof Omit<Rights, 'role'>, given: readonly string[] | undefined): string[] | null {
  if (given === undefined) return null
  const distinct = [...new Set(given.map((name) => name.trim()).filter((name) => name !== ''))]
  if (distinct.length === 0) {
    throw new RequestError('EMPTY_SCOPE', `Name at least one of the ${dimension}, or leave them out for all.`, [
      'scope',
      dimension,
    ])
  }
  if (distinct.length > MOST_NAMES || distinct.some((name) => name.length > LONGEST_NAME)) {
    throw new RequestError(
      'INVALID_SCOPE',
      `At most ${MOST_NAMES} ${dimension}, each of at most ${LONGEST_NAME} characters.`,
      ['scope', dimension],
    )
  }
  return distinct
}
