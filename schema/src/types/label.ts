import { builder } from '../builder.ts'

export interface LabelShape {
  readonly key: string
  readonly value: string
}

export const Label = builder.objectRef<LabelShape>('Label').implement({
  description: 'A label, as in Kubernetes.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its key, with the prefix if it has one.' }),
    value: t.exposeString('value', { description: 'Its value; often empty.' }),
  }),
})

/** Labels sorted by key. */
export function labelsOf(labels: Readonly<Record<string, string>>): LabelShape[] {
  return Object.entries(labels)
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}
