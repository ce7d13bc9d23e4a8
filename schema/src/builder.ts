import SchemaBuilder from '@pothos/core'
import RelayPlugin from '@pothos/plugin-relay'
import type { Context } from './context.ts'

/**
 * The one schema builder. Files under types/, lists/, mutations/ and subscriptions/ add to it when they are imported;
 * schema.ts imports them all. Fields are non-null unless they say otherwise.
 */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Connection: { readonly totalCount: () => Promise<number> }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    URL: { Input: string; Output: string }
    Digest: { Input: string; Output: string }
    CIDR: { Input: string; Output: string }
    PURL: { Input: string; Output: string }
  }
}>({
  defaultFieldNullability: false,
  plugins: [RelayPlugin],
  relay: {
    // Both are written out in types/node.ts: they go through the loaders, and so through visibleTo.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'The rows of this page, without their cursors.' },
    nodeTypeOptions: { description: 'Whatever can be asked for by its id.' },
    idFieldOptions: { description: 'Opaque, and the same after every synchronization.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    hasNextPageFieldOptions: { description: 'Whether rows follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows come before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first row; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last row; null on an empty page.' },
    edgesFieldOptions: { description: 'The rows of this page, each with its cursor.', nullable: false },
    nodeFieldOptions: { description: 'The row.', nullable: false },
    cursorFieldOptions: {
      description: 'Where this row stands: for `after` and `before` with the same filter and order.',
    },
  },
})

/** The type parameters of the builder, for helpers that make fields. */
export type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never

builder.queryType({ description: 'What can be read. Everything is limited to what the viewer may see.' })
builder.mutationType({
  description:
    'What can be done. Each takes one `input` and gives what it made or changed, or says in `userErrors` why not.',
})
builder.subscriptionType({ description: 'What happens, as it happens: first the present state, then what changes.' })
