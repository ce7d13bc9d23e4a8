import { type GraphQLInputType, getNamedType, isEnumType, isListType } from 'graphql'

/** What texts, names and ids to look for; ids by the type that they are of. */
export interface Sought {
  readonly texts: readonly string[]
  readonly ids: Readonly<Record<string, readonly string[]>>
}

/** Values of a field of a filter that could tell something, as they stand in a document. Throws for a type that it knows none of. */
export function filterValues(type: GraphQLInputType, { texts, ids }: Sought): readonly string[] {
  const named = getNamedType(type)
  const strings = `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`
  if (isEnumType(named)) return named.getValues().map(({ name }) => (isListType(type) ? `[${name}]` : name))
  switch (named.name) {
    case 'Boolean':
      return ['true', 'false']
    case 'String':
      return isListType(type) ? [strings] : texts.map((text) => JSON.stringify(text))
    case 'ID':
      return Object.values(ids).map((list) => JSON.stringify(list))
    case 'Digest':
      return [`["sha256:${'e'.repeat(64)}"]`]
    case 'DateTime':
      return ['"2026-02-01T00:00:00Z"']
    case 'Int':
      return ['[1, 80, 443]']
    case 'IntRange':
      return ['{ min: 100 }', '{ max: 99 }', '{ min: 1000000 }']
    case 'DateTimeRange':
      return ['{ from: "2026-02-01T00:00:00Z" }', '{ before: "2027-01-01T00:00:00Z" }']
    case 'LabelFilter':
      return texts.map((text) => `[{ key: ${JSON.stringify(text)} }]`)
    case 'ScopeInput':
      return [
        `{ clusters: ${JSON.stringify(ids['Cluster'] ?? [])} }`,
        `{ namespaces: ${strings} }`,
        `{ regions: ${strings} }`,
        `{ registries: ${strings} }`,
      ]
    default:
      throw new Error(`The test knows no value of a filter of the type ${named.name}.`)
  }
}
