import { requireRole } from '../access.ts'
import { builder } from '../builder.ts'
import type { CheckPreviewResult } from '../check-service.ts'
import type { Context } from '../context.ts'
import { CheckScope } from '../enums/check.ts'
import { readable } from '../errors.ts'
import { visibleCluster } from '../mutations/named-rows.ts'
import { RequestError } from '../services.ts'
import { ObjectReference } from './object-reference.ts'

type Preview = CheckPreviewResult & { readonly cluster: string; readonly invalid: string | undefined }
type Match = CheckPreviewResult['first'][number] & { readonly cluster: string }

const CheckPreviewMatch = builder.objectRef<Match>('CheckPreviewMatch').implement({
  description: 'A place that would be wrong.',
  fields: (t) => ({
    object: t.field({
      type: ObjectReference,
      description: 'The object.',
      resolve: ({ cluster, object: { kind, namespace, name } }) => ({ cluster, kind, namespace, name }),
    }),
    path: t.exposeString('path', { description: 'Where in it; empty where all of the object is meant.' }),
  }),
})

const CheckPreview = builder.objectRef<Preview>('CheckPreview').implement({
  description: 'What a rule would say of a cluster as it is stored.',
  fields: (t) => ({
    judged: t.exposeInt('judged', { description: 'How many objects it would judge.' }),
    matches: t.exposeInt('matches', { description: 'How many places would be wrong.' }),
    notAssessable: t.exposeInt('notAssessable', { description: 'Of how many objects it would say nothing.' }),
    objects: t.field({
      type: [CheckPreviewMatch],
      description: 'The first 20 of the places that would be wrong.',
      resolve: ({ cluster, first }) => first.map((one) => ({ ...one, cluster })),
    }),
    errors: t.stringList({
      description: 'Why the rule cannot be used, or why it says nothing of objects, each reason once.',
      resolve: ({ invalid, problems }) => (invalid === undefined ? [...problems] : [invalid]),
    }),
    unread: t.stringList({
      description: 'Kinds that are not read of the cluster, or not whole.',
      resolve: ({ unread }) => [...unread],
    }),
  }),
})

const PreviewCheckInput = builder.inputType('PreviewCheckInput', {
  description: 'A rule to try.',
  fields: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster to try it on.' }),
    kinds: t.stringList({ required: true, description: 'Kinds of objects that it judges, as in `createCheck`.' }),
    each: t.field({ type: CheckScope, defaultValue: 'OBJECT', description: 'What is asked.' }),
    expression: t.string({ required: true, description: 'True of what is wrong, as in `createCheck`.' }),
  }),
})

builder.queryField('previewCheck', (t) =>
  t.field({
    type: CheckPreview,
    description: 'What a rule of your own would find. Nothing is written. For administrators.',
    args: { input: t.arg({ type: PreviewCheckInput, required: true, description: 'What to try.' }) },
    resolve: (_root, { input }, context) => preview(input, context),
  }),
)

const NOTHING: CheckPreviewResult = { judged: 0, matches: 0, notAssessable: 0, first: [], problems: [], unread: [] }
/** What is wrong with the rule itself is what a preview is asked for. */
const OF_THE_RULE = ['EXPRESSION_INVALID', 'KIND_UNKNOWN']

async function preview(
  { cluster: id, kinds, each, expression }: typeof PreviewCheckInput.$inferInput,
  context: Context,
): Promise<Preview> {
  requireRole(context.viewer, 'ADMINISTRATOR', 'try rules')
  try {
    const { uid: cluster } = await visibleCluster(context, id, 'cluster')
    const source = { kinds: [...kinds], each: each ?? 'OBJECT', expression }
    const result = await context.services.checks.preview({ cluster, source }, context.signal)
    return { ...result, cluster, invalid: undefined }
  } catch (error) {
    if (!(error instanceof RequestError && OF_THE_RULE.includes(error.code))) throw readable(error)
    return { ...NOTHING, cluster: '', invalid: error.message }
  }
}
