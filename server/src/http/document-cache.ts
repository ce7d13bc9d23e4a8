import type { DocumentNode } from 'graphql'

/** Documents that were parsed, by their text. */
export interface DocumentCache {
  get(text: string): DocumentNode | undefined
  set(text: string, document: DocumentNode): void
}

/** The dashboard has about a hundred operations; programs repeat a few of their own. */
const MOST_DOCUMENTS = 300
/** The dashboard's largest document is about half as long. Whoever sends longer ones has them parsed each time. */
const MOST_CHARACTERS = 8_192

/**
 * Keeps the documents that were used last, and no long ones: otherwise whoever sends a new one each time, padded with comments, fills
 * the memory of the server with them.
 */
export function createDocumentCache(): DocumentCache {
  const documents = new Map<string, DocumentNode>()
  return {
    get(text) {
      const document = documents.get(text)
      if (!document) return undefined
      documents.delete(text)
      documents.set(text, document)
      return document
    },
    set(text, document) {
      if (text.length > MOST_CHARACTERS) return
      documents.set(text, document)
      const [oldest] = documents.keys()
      if (documents.size > MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest)
    },
  }
}

/** Errors are not kept: a hostile document is cheap to refuse anew, and dear to remember. */
export const NO_ERRORS_KEPT = { get: () => undefined, set: () => {} }
