import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Context } from '../context.ts'
import { Cluster, Task } from '../refs.ts'
import { ConnectionTestType, KubeconfigContext } from '../types/connection.ts'
import { ClusterConnectionInput, connectionInput } from './connection-input.ts'
import { mutation } from './mutation.ts'
import { visibleCluster } from './named-rows.ts'

const CONNECTION = 'How to read it. Exactly one way must be given.'
const FIRST_SYNC = 'The task of its synchronization.'

mutation({
  name: 'testClusterConnection',
  description: 'Tries a connection, step by step, and keeps nothing.',
  role: 'ADMINISTRATOR',
  what: 'connect clusters',
  input: (t) => ({
    connection: t.field({ type: ClusterConnectionInput, required: true, description: CONNECTION }),
  }),
  payload: { test: { type: ConnectionTestType, description: 'What was found.' } },
  run: async ({ connection }, context) => {
    const given = connectionInput(connection)
    // It keeps nothing, so there is no transaction to share, but it uses a credential and reaches out: that it was begun is
    // told before that, and what came of it after. Cut off in between, the first row stands.
    await recordTest(context, 'STARTED', '')
    const test = await context.services.clusters.test(given, context.signal)
    const failed = test.steps.find((step) => !step.ok)
    await recordTest(context, failed ? (failed.code ?? 'FAILED') : 'OK', test.uid ?? '')
    return { test }
  },
})

mutation({
  name: 'connectCluster',
  description:
    'Tests a connection, keeps it and starts the first synchronization. A cluster that is connected already gets it as its new source.',
  role: 'ADMINISTRATOR',
  what: 'connect clusters',
  input: (t) => ({
    connection: t.field({ type: ClusterConnectionInput, required: true, description: CONNECTION }),
    name: t.string({ description: 'What to call it; after its source when not given.' }),
    region: t.string({ description: 'Where it is: a free label; what its nodes tell when not given.' }),
  }),
  payload: {
    cluster: { type: Cluster, description: 'The cluster.' },
    task: { type: Task, description: FIRST_SYNC },
  },
  run: ({ connection, name, region }, context) =>
    context.services.clusters.connect(
      { connection: connectionInput(connection), ...(name && { name }), ...(region && { region }) },
      context.viewer,
    ),
})

mutation({
  name: 'replaceClusterCredential',
  description: 'Gives a cluster another credential or snapshot. It must lead to the same cluster.',
  role: 'ADMINISTRATOR',
  what: 'replace credentials',
  input: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster.' }),
    connection: t.field({ type: ClusterConnectionInput, required: true, description: CONNECTION }),
  }),
  payload: { cluster: { type: Cluster, description: 'The cluster.' } },
  run: async ({ cluster, connection }, context) => {
    const { uid } = await visibleCluster(context, cluster, 'cluster')
    return {
      cluster: await context.services.clusters.replaceCredential(uid, connectionInput(connection), context.viewer),
    }
  },
})

mutation({
  name: 'renameCluster',
  description: 'Calls a cluster something else. Only here: nothing is written to the cluster.',
  role: 'ADMINISTRATOR',
  what: 'rename clusters',
  input: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster.' }),
    name: t.string({ required: true, description: 'Its new name.' }),
  }),
  payload: { cluster: { type: Cluster, description: 'The cluster.' } },
  run: async ({ cluster, name }, context) => {
    const { uid } = await visibleCluster(context, cluster, 'cluster')
    return { cluster: await context.services.clusters.rename(uid, name, context.viewer) }
  },
})

mutation({
  name: 'setClusterRegion',
  description: 'Says in which region a cluster is: a free label that has no other effect.',
  role: 'ADMINISTRATOR',
  what: 'set regions',
  input: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster.' }),
    region: t.string({ required: true, description: 'Its region; empty: not known.' }),
  }),
  payload: { cluster: { type: Cluster, description: 'The cluster.' } },
  run: async ({ cluster, region }, context) => {
    const { uid } = await visibleCluster(context, cluster, 'cluster')
    return { cluster: await context.services.clusters.setRegion(uid, region, context.viewer) }
  },
})

mutation({
  name: 'removeCluster',
  description: 'Removes a cluster and all that is known of it, in the background. The cluster itself is left alone.',
  role: 'ADMINISTRATOR',
  what: 'remove clusters',
  input: (t) => ({ cluster: t.id({ required: true, description: 'Id of the cluster.' }) }),
  payload: { task: { type: Task, description: 'The task of its removal.' } },
  run: async ({ cluster }, context) => {
    const { uid } = await visibleCluster(context, cluster, 'cluster')
    return { task: await context.services.clusters.remove(uid, context.viewer) }
  },
})

mutation({
  name: 'loadSampleCluster',
  description: 'Connects the sample cluster: an online shop, to look around with.',
  role: 'ADMINISTRATOR',
  what: 'load the sample cluster',
  input: () => ({}),
  payload: {
    cluster: { type: Cluster, description: 'The sample cluster.' },
    task: { type: Task, description: FIRST_SYNC },
  },
  run: (_input, context) => context.services.clusters.loadSample(context.viewer),
})

mutation({
  name: 'playNextDay',
  description: 'Gives the sample cluster its next day, so that changes can be seen as they happen.',
  role: 'ADMINISTRATOR',
  what: 'play the next day',
  input: () => ({}),
  payload: {
    cluster: { type: Cluster, description: 'The sample cluster.' },
    task: { type: Task, description: FIRST_SYNC },
  },
  run: (_input, context) => context.services.clusters.playNextDay(context.viewer),
})

mutation({
  name: 'allowExecCommand',
  description:
    "Allows one command, by which a context of the machine's own kubeconfig signs in, to be run; in the place of another one that was. Any change of it in the kubeconfig needs to be allowed anew.",
  role: 'ADMINISTRATOR',
  what: 'allow commands',
  input: (t) => ({
    context: t.string({ required: true, description: 'Name of the context.' }),
    hash: t.string({ required: true, description: 'The `hash` of the command that was shown.' }),
  }),
  payload: { context: { type: KubeconfigContext, description: 'The context.' } },
  run: async ({ context: name, hash }, context) => ({
    context: await context.services.clusters.allowExecCommand({ context: name, hash }, context.viewer),
  }),
})

mutation({
  name: 'withdrawExecCommand',
  description: 'Takes back that the command of a context may be run. A cluster that is read by it fails from then on.',
  role: 'ADMINISTRATOR',
  what: 'withdraw commands',
  input: (t) => ({ context: t.string({ required: true, description: 'Name of the context.' }) }),
  payload: { withdrawn: { type: 'Boolean', description: 'Whether there was one that was allowed.' } },
  run: async ({ context: name }, context) => ({
    withdrawn: await context.services.clusters.withdrawExecCommand(name, context.viewer),
  }),
})

async function recordTest({ database, viewer }: Context, result: string, target: string): Promise<void> {
  const entry = { action: 'testClusterConnection', target, result }
  await database.transaction((tx) => recordAudit(tx, viewer, entry))
}
