import type { DocumentNode } from 'graphql'
import { Kind } from 'graphql'

/** What the API calls a list: the field that its document gives as `list`. */
export function listName(document: DocumentNode): string {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind === Kind.FIELD && selection.alias?.value === 'list') return selection.name.value
    }
  }
  throw new Error('A list document gives its list under the name `list`.')
}
