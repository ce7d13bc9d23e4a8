import { requestError } from './errors.ts'

/** What a global id names: a GraphQL type, and the row's natural key. */
export interface NodeKey {
  readonly type: string
  readonly key: string
}

const VERSION = 'v1'

/** The opaque id of a row: base64url of `v1:Type:key`. Stable, for it is made of the natural key. */
export function encodeId(type: string, key: string): string {
  return Buffer.from(`${VERSION}:${type}:${key}`).toString('base64url')
}

/** Reads an id. Throws a GraphQLError ID_INVALID for anything that `encodeId` did not make. */
export function decodeId(id: string): NodeKey {
  const text = Buffer.from(id, 'base64url').toString()
  const match = /^v1:([A-Z][A-Za-z]*):(.+)$/s.exec(text)
  const [, type, key] = match ?? []
  if (type === undefined || key === undefined || encodeId(type, key) !== id) {
    throw requestError(
      'ID_INVALID',
      `"${shortened(id)}" is not an id of this server. Use an id as a query returned it.`,
    )
  }
  return { type, key }
}

/** Reads an id that must be of `type`. Throws ID_INVALID, or ID_TYPE for an id of something else. */
export function decodeIdOf(type: string, id: string): string {
  const node = decodeId(id)
  if (node.type !== type) {
    throw requestError('ID_TYPE', `"${shortened(id)}" is the id of a ${node.type}; the id of a ${type} is needed here.`)
  }
  return node.key
}

/** Reads a list of ids of `type`; undefined stays undefined. */
export function decodeIdsOf(type: string, ids: readonly string[] | null | undefined): readonly string[] | undefined {
  return ids?.map((id) => decodeIdOf(type, id))
}

function shortened(id: string): string {
  return id.length > 60 ? `${id.slice(0, 60)}…` : id
}
