import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

/** Builds typed documents: results and variables follow from schema/schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  disableMasking: true
  scalars: {
    ID: string
    /** ISO 8601 with milliseconds. */
    DateTime: string
    URL: string
    Digest: string
    CIDR: string
    PURL: string
  }
}>()

/** An enum or scalar of the schema as a TypeScript type. */
export type Scalar<Name extends Parameters<typeof graphql.scalar>[0]> = ReturnType<typeof graphql.scalar<Name>>
