import { objectName } from '../../exposures/entry-names.ts'
import { text } from '../../messages/text.ts'
import type { ShortColumn } from '../../parts/short-table.tsx'
import type { GrantData } from './rights-query.ts'

/** How somebody is told, such as `Service account shop/api`. */
export function subjectText({ kind, namespace, name }: GrantData['subject']): string {
  return text('rights.subjectNamed', { kind: text(`subjectKind.${kind}`), name: objectName({ namespace, name }) })
}

/** Where a right holds. */
export function whereText({ namespace }: GrantData): string {
  return namespace === '' ? text('rights.whole') : text('rights.namespaceNamed', { namespace })
}

export function bindingColumn<Row>(grantOf: (row: Row) => GrantData): ShortColumn<Row> {
  return { key: 'binding', title: text('rights.binding'), render: (row) => objectText(grantOf(row).binding) }
}

export function roleColumn<Row>(grantOf: (row: Row) => GrantData): ShortColumn<Row> {
  return { key: 'role', title: text('rights.role'), render: (row) => objectText(grantOf(row).role) }
}

function objectText(object: GrantData['binding']): string {
  return text('exposure.entryObject', { kind: object.kind, name: objectName(object) })
}
