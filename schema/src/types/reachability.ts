import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { PolicyEffect } from '../enums/exposure.ts'
import { PolicyStance, Reaches, TrafficDirection, TransportProtocol } from '../enums/what-if.ts'
import { readable, requestError } from '../errors.ts'
import type { ClusterObjectRef, ReachabilityResult } from '../exposure-service.ts'
import { decodeId } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { sees, seesPartsOnly } from '../visible.ts'
import { ObjectReference } from './object-reference.ts'

type Reachability = ReachabilityResult & { readonly cluster: string }

const DecidingPolicy = builder
  .objectRef<ReachabilityResult['policies'][number] & { readonly cluster: string }>('DecidingPolicy')
  .implement({
    description: 'A policy that decides whether something is reached.',
    fields: (t) => ({
      policy: t.field({
        type: ObjectReference,
        description: 'The policy.',
        resolve: ({ cluster, policy: { kind, namespace, name } }) => ({ cluster, kind, namespace, name }),
      }),
      direction: t.expose('direction', { type: TrafficDirection, description: 'Which direction it is about.' }),
      effect: t.expose('effect', { type: PolicyEffect, description: 'What it says.' }),
    }),
  })

const ReachabilityType = builder.objectRef<Reachability>('Reachability').implement({
  description: 'Whether something reaches something, as far as policies decide.',
  fields: (t) => ({
    allowed: t.expose('allowed', { type: Reaches, description: 'Whether it does.' }),
    text: t.exposeString('text', { description: 'The answer in words.' }),
    sources: t.field({
      type: ['CIDR'],
      description: 'Ranges from outside of the cluster that are let in; empty when it is asked from within.',
      resolve: ({ sources }) => [...sources],
    }),
    ingress: t.expose('ingress', { type: PolicyStance, description: 'What policies of the target say.' }),
    egress: t.expose('egress', { type: PolicyStance, description: 'What policies of the source say.' }),
    policies: t.field({
      type: [DecidingPolicy],
      description: 'The policies that decide; those that the viewer may not see are left out.',
      resolve: ({ cluster, policies }, _args, { viewer }) =>
        policies
          .filter(({ policy }) => sees(viewer, { cluster, namespace: policy.namespace, registry: '' }))
          .map((one) => ({ ...one, cluster })),
    }),
    doubts: t.stringList({
      description: 'What makes the answer less than sure; not told to who sees a part of the cluster only.',
      resolve: ({ doubts }, _args, { viewer }) => (seesPartsOnly(viewer) ? [] : [...doubts]),
    }),
  }),
})

builder.queryField('reachability', (t) =>
  t.field({
    type: ReachabilityType,
    description:
      'Whether A may reach a port of B, and which policies decide that. What leads to B from outside are its exposures.',
    args: {
      from: t.arg.id({ description: 'Id of a pod or workload; who is outside of the cluster when not given.' }),
      to: t.arg.id({ required: true, description: 'Id of a pod, workload or service.' }),
      port: t.arg.string({
        required: true,
        description: 'Number or name: of a service a port of its own, else a port of the pods.',
      }),
      protocol: t.arg({ type: TransportProtocol, defaultValue: 'TCP', description: 'The protocol.' }),
    },
    resolve: async (_root, { from, to, port, protocol }, context) => {
      const target = await placeOf(context, to, ['Pod', 'Workload', 'Service'])
      const source = from == null ? undefined : await placeOf(context, from, ['Pod', 'Workload'])
      const { cluster } = target
      if (source && source.cluster !== cluster) {
        throw requestError('VALUE_INVALID', 'Both must be in one cluster.')
      }
      const request = { cluster, from: source?.object, to: target.object, port, protocol: protocol ?? 'TCP' }
      const result = await context.services.exposures.reachability(request, context.signal).catch((error: unknown) => {
        throw readable(error)
      })
      return { ...result, cluster }
    },
  }),
)

interface Place {
  readonly cluster: string
  readonly object: ClusterObjectRef
}

async function placeOf(
  context: Context,
  id: string,
  types: readonly ('Pod' | 'Workload' | 'Service')[],
): Promise<Place> {
  const { type, key } = decodeId(id)
  const known = types.find((one) => one === type)
  if (!known) throw requestError('ID_TYPE', `The id of a ${types.join(' or ')} is needed here, not of a ${type}.`)
  const row = await loadersOf(context).nodes[known].load(key)
  if (!row) throw requestError('VALUE_INVALID', `There is no such ${known}. It may have been removed.`)
  const kind = known === 'Workload' && 'kind' in row ? String(row.kind) : known
  return { cluster: row.cluster, object: { kind, namespace: row.namespace, name: row.name } }
}
