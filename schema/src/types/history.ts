import { builder } from '../builder.ts'
import { ChangeOperation } from '../enums/access.ts'
import { HistoryEntry } from '../refs.ts'

/** A field before and after; null: there is none. */
export interface ChangedFieldShape {
  readonly name: string
  readonly old: string | null
  readonly new: string | null
}

export const ChangedField = builder.objectRef<ChangedFieldShape>('ChangedField').implement({
  description: 'A field that can be filtered by, before and after.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    old: t.exposeString('old', { nullable: true, description: 'Before, as text; null: there was none.' }),
    new: t.exposeString('new', { nullable: true, description: 'After, as text; null: there is none.' }),
  }),
})

HistoryEntry.implement({
  description: 'Something that happened to an asset.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was seen.' }),
    operation: t.expose('operation', { type: ChangeOperation, description: 'What happened.' }),
    fields: t.field({
      type: [ChangedField],
      description: 'Fields that can be filtered by: all of what is new or gone, the changed ones otherwise.',
      resolve: (row) => changedFields(row.old ?? {}, row.new ?? {}),
    }),
  }),
})

/** Fields before and after, by name. */
export function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): ChangedFieldShape[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return names.map((name) => ({ name, old: textOf(before[name]), new: textOf(after[name]) }))
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
