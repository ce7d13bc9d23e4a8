import type { CheckResultRow } from './refs.ts'
import type { Viewer } from './viewer.ts'
import { sees, seesPartsOnly } from './visible.ts'

/**
 * A result as the viewer may see it. What is wrong with an object may come from other ones, in namespaces that the viewer does not see or in none:
 * then these are left out, and with them all words that may name them.
 */
export function seenCheckResult(viewer: Viewer, row: CheckResultRow): CheckResultRow {
  if (!seesPartsOnly(viewer)) return row
  const { cluster } = row
  const isSeen = ({ kind, namespace, name }: ObjectPlace) =>
    sees(viewer, { cluster, namespace: kind === 'Namespace' ? name : namespace, registry: '' })
  const judged = { kind: row.judgedKind, namespace: row.judgedNamespace, name: row.judgedName }
  const related = row.related.filter(isSeen)
  const isWhole = isSeen(judged) && related.length === row.related.length
  const mending = row.mending && isWhole && isSeen(row.mending.object) ? row.mending : null
  if (isWhole) return { ...row, mending }
  return {
    ...row,
    ...(isSeen(judged) ? {} : { judgedKind: '', judgedNamespace: '', judgedName: '', path: '' }),
    ...{ text: `${row.title}.`, reason: '', related, mending },
  }
}

interface ObjectPlace {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}
