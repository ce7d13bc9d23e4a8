import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { RightsSubjectKind } from '../enums/rights.ts'
import { readable, requestError } from '../errors.ts'
import { visibleCluster } from '../mutations/named-rows.ts'
import type { HeldRight, RightsAnswer, RightsGrant, RightsSubject } from '../rights-service.ts'
import { seesPartsOnly } from '../visible.ts'
import { ObjectReference } from './object-reference.ts'

type InCluster<Row> = Row & { readonly cluster: string }
type Answer<Row> = InCluster<RightsAnswer<Row>>

const RightsSubjectType = builder.objectRef<RightsSubject>('RightsSubject').implement({
  description: 'Somebody who has rights.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RightsSubjectKind, description: 'What sort of somebody.' }),
    namespace: t.exposeString('namespace', { description: 'Of a service account its namespace; empty for others.' }),
    name: t.exposeString('name', { description: 'The name.' }),
  }),
})

const UnreadKind = builder.objectRef<RightsAnswer<never>['unread'][number]>('UnreadKind').implement({
  description: 'A kind of objects that could not be read whole.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'The kind.' }),
    reason: t.exposeString('reason', { description: 'Why, as in `coverage`.' }),
  }),
})

const RightsGrantType = builder.objectRef<InCluster<RightsGrant>>('RightsGrant').implement({
  description: 'What somebody has by a binding.',
  fields: (t) => ({
    subject: t.field({ type: RightsSubjectType, description: 'Who.', resolve: ({ subject }) => subject }),
    namespace: t.exposeString('namespace', { description: 'Where it holds; empty for all of the cluster.' }),
    binding: t.field({
      type: ObjectReference,
      description: 'The binding that gives it.',
      resolve: ({ cluster, binding }) => ({ ...binding, cluster }),
    }),
    role: t.field({
      type: ObjectReference,
      description: 'The role that is given.',
      resolve: ({ cluster, role }) => ({ ...role, cluster }),
    }),
  }),
})

const HeldRightType = builder.objectRef<InCluster<HeldRight>>('HeldRight').implement({
  description: 'A rule of a role that somebody has. Rules only add up.',
  fields: (t) => ({
    grant: t.field({ type: RightsGrantType, description: 'By what it is given.', resolve: (row) => row }),
    verbs: t.stringList({ description: 'What may be done; `*` for all.', resolve: ({ verbs }) => [...verbs] }),
    apiGroups: t.stringList({
      description: 'In which API groups; an empty name for the core group, `*` for all.',
      resolve: ({ apiGroups }) => [...apiGroups],
    }),
    resources: t.stringList({
      description: 'With which resources, such as `pods/exec`; `*` for all.',
      resolve: ({ resources }) => [...resources],
    }),
    resourceNames: t.stringList({
      description: 'With which objects only; empty for all of them.',
      resolve: ({ resourceNames }) => [...resourceNames],
    }),
    nonResourceUrls: t.stringList({
      description: 'With which paths that are no resources.',
      resolve: ({ nonResourceUrls }) => [...nonResourceUrls],
    }),
  }),
})

const WhoCanAnswer = builder.objectRef<Answer<RightsGrant>>('WhoCanAnswer').implement({
  description: 'Who may do something in a cluster.',
  fields: (t) => ({
    grants: t.field({
      type: [RightsGrantType],
      description: 'Who, and by which binding: at most 1,000.',
      resolve: ({ cluster, rows }) => rows.map((row) => ({ ...row, cluster })),
    }),
    total: t.exposeInt('total', { description: 'How many there are.' }),
    unread: t.field({
      type: [UnreadKind],
      description: 'Kinds that could not be read whole: there may be more.',
      resolve: ({ unread }) => [...unread],
    }),
  }),
})

const WhatCanAnswer = builder.objectRef<Answer<HeldRight>>('WhatCanAnswer').implement({
  description: 'What somebody may do in a cluster.',
  fields: (t) => ({
    rights: t.field({
      type: [HeldRightType],
      description: 'The rules, those of the groups that the subject is known to be in included: at most 1,000.',
      resolve: ({ cluster, rows }) => rows.map((row) => ({ ...row, cluster })),
    }),
    total: t.exposeInt('total', { description: 'How many there are.' }),
    unread: t.field({
      type: [UnreadKind],
      description: 'Kinds that could not be read whole: there may be more.',
      resolve: ({ unread }) => [...unread],
    }),
  }),
})

const AccessResourceInput = builder.inputType('AccessResourceInput', {
  description: 'What is asked for.',
  fields: (t) => ({
    group: t.string({ defaultValue: '', description: 'API group; empty for the core group.' }),
    resource: t.string({ required: true, description: 'In the plural, such as `pods`.' }),
    subresource: t.string({ description: 'Such as `exec` of `pods/exec`.' }),
  }),
})

const WhoCanInput = builder.inputType('WhoCanInput', {
  description: 'Who may do something.',
  fields: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster.' }),
    verb: t.string({ required: true, description: 'Such as `get`.' }),
    resource: t.field({ type: AccessResourceInput, required: true, description: 'With what.' }),
    name: t.string({ description: 'With one object of this name; with all of them when not given.' }),
    namespace: t.string({
      description: 'In this namespace, or in all of the cluster when it is empty; anywhere when not given.',
    }),
  }),
})

const RightsSubjectInput = builder.inputType('RightsSubjectInput', {
  description: 'Somebody who may have rights.',
  fields: (t) => ({
    kind: t.field({ type: RightsSubjectKind, required: true, description: 'What sort of somebody.' }),
    namespace: t.string({ defaultValue: '', description: 'Of a service account its namespace.' }),
    name: t.string({ required: true, description: 'The name.' }),
  }),
})

const WhatCanInput = builder.inputType('WhatCanInput', {
  description: 'What somebody may do.',
  fields: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster.' }),
    subject: t.field({ type: RightsSubjectInput, required: true, description: 'Who.' }),
  }),
})

builder.queryFields((t) => ({
  whoCan: t.field({
    type: WhoCanAnswer,
    description:
      'Who may do something in a cluster, by its roles and bindings. For who sees all of the cluster. What other authorizers allow is not known.',
    args: { input: t.arg({ type: WhoCanInput, required: true, description: 'What is asked.' }) },
    resolve: async (_root, { input: { verb, resource, name, namespace, ...input } }, context) => {
      const cluster = await wholeCluster(context, input.cluster)
      const request = {
        ...{ cluster, verb, group: resource.group ?? '', resource: resource.resource },
        ...{
          subresource: resource.subresource ?? undefined,
          name: name ?? undefined,
          namespace: namespace ?? undefined,
        },
      }
      const answer = await context.services.rights.whoCan(request, context.signal).catch(thrown)
      return { ...answer, cluster }
    },
  }),
  whatCan: t.field({
    type: WhatCanAnswer,
    description: 'What somebody may do in a cluster, by its roles and bindings. For who sees all of the cluster.',
    args: { input: t.arg({ type: WhatCanInput, required: true, description: 'What is asked.' }) },
    resolve: async (_root, { input: { subject, ...input } }, context) => {
      const cluster = await wholeCluster(context, input.cluster)
      const { kind, namespace, name } = subject
      if (kind === 'ServiceAccount' && !namespace)
        throw requestError('VALUE_INVALID', 'Name the namespace of the service account.')
      const request = {
        cluster,
        subject: { kind, namespace: kind === 'ServiceAccount' ? (namespace ?? '') : '', name },
      }
      const answer = await context.services.rights.whatCan(request, context.signal).catch(thrown)
      return { ...answer, cluster }
    },
  }),
}))

/** The uid of a cluster that the viewer sees whole: rights in a namespace come from bindings and roles of all of the cluster. */
async function wholeCluster(context: Context, id: string): Promise<string> {
  if (seesPartsOnly(context.viewer))
    throw requestError('FORBIDDEN', 'Only who sees all of a cluster may ask who can do what in it.')
  const { uid } = await visibleCluster(context, id, 'cluster').catch(thrown)
  return uid
}

function thrown(error: unknown): never {
  throw readable(error)
}
