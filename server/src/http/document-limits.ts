import { EnvelopArmor } from '@escape.tech/graphql-armor'
import { GraphQLError, type ValidationContext } from 'graphql'

/** Bounds of one document, over HTTP and WebSocket alike. The dashboard's largest needs about half of each. */
export const DOCUMENT_LIMITS = { depth: 14, tokens: 4_000, aliases: 40, directives: 40 }

/** Plugins that refuse a document over a bound, with its number and the code TOO_COMPLEX. */
export function documentLimits() {
  const refuse = (limit: keyof typeof DOCUMENT_LIMITS) => ({
    n: DOCUMENT_LIMITS[limit],
    onReject: [
      (_context: ValidationContext | null, error: GraphQLError): never => {
        // The library calls it a syntax error, which it is not.
        const message = error.message.replace(/^Syntax Error: /, '')
        throw new GraphQLError(`${message} Split the operation.`, {
          extensions: { code: 'TOO_COMPLEX', limit, most: DOCUMENT_LIMITS[limit] },
        })
      },
    ],
  })
  const armor = new EnvelopArmor({
    maxDepth: refuse('depth'),
    maxTokens: refuse('tokens'),
    maxAliases: refuse('aliases'),
    maxDirectives: refuse('directives'),
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  })
  return armor.protect().plugins
}
