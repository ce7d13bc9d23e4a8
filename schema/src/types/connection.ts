import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import DataLoader from 'dataloader'
import { and, eq, getColumns } from 'drizzle-orm'
import { requireRole } from '../access.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { ConnectionStepName } from '../enums/access.ts'
import { CoverageReason } from '../enums/asset.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, type ClusterRow } from '../refs.ts'
import type {
  ClusterRoleRecipe,
  ConnectionStep,
  ConnectionTest,
  ExecCommandInfo,
  KubeconfigContextInfo,
} from '../services.ts'
import { anyOf, visibleTo } from '../visible.ts'

const ExecVariable = builder.objectRef<ExecCommandInfo['env'][number]>('ExecVariable').implement({
  description: 'A variable of the environment that a command gets.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    value: t.exposeString('value', { description: 'Its value; masked when it looks secret.' }),
  }),
})

const ExecCommand = builder.objectRef<ExecCommandInfo>('ExecCommand').implement({
  description: 'The command by which a context signs in. It is run only once an administrator has allowed it.',
  fields: (t) => ({
    command: t.exposeString('command', { description: 'The program, as the kubeconfig names it.' }),
    path: t.string({
      nullable: true,
      description: 'The file that is run; null when there is none of that name.',
      resolve: ({ path }) => path ?? null,
    }),
    args: t.field({
      type: ['String'],
      description: 'All its arguments, in order; what looks secret is masked.',
      resolve: ({ args }) => [...args],
    }),
    env: t.field({
      type: [ExecVariable],
      description: "What is set in its environment, over the server's own.",
      resolve: ({ env }) => [...env],
    }),
    apiVersion: t.exposeString('apiVersion', { description: 'The protocol in which it answers.' }),
    interactiveMode: t.exposeString('interactiveMode', {
      description: 'Whether it would ask at a terminal, as the kubeconfig has it; empty when not said. It gets none.',
    }),
    givesClusterInfo: t.exposeBoolean('givesClusterInfo', {
      description: 'Whether it is told address and certificate authority of the cluster.',
    }),
    runsAs: t.exposeString('runsAs', { description: "The user of the server's machine that it runs as." }),
    hash: t.exposeString('hash', {
      description: 'Tells this command from any other, masked parts included: send it back to allow it.',
    }),
    allowable: t.exposeBoolean('allowable', {
      description: 'Whether it could be run at all: one that needs a terminal, or speaks another protocol, cannot.',
    }),
    permitted: t.exposeBoolean('permitted', { description: 'Whether this very command may be run.' }),
    permittedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a command of this context was last allowed; null when none is.',
      resolve: ({ permittedAt }) => permittedAt ?? null,
    }),
    permittedBy: t.string({
      nullable: true,
      description: 'Who allowed it; null when nobody did.',
      resolve: ({ permittedBy }) => permittedBy ?? null,
    }),
    changedSincePermitted: t.exposeBoolean('changedSincePermitted', {
      description: 'Whether another command was allowed than the one that the kubeconfig has now.',
    }),
  }),
})

export const KubeconfigContext = builder.objectRef<KubeconfigContextInfo>('KubeconfigContext').implement({
  description: "A context of the kubeconfig on the server's machine.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    server: t.exposeString('server', { description: "The API server's URL." }),
    user: t.exposeString('user', { description: 'Its user.' }),
    usable: t.boolean({
      description: 'Whether it can be connected.',
      resolve: (context) => context.reason === undefined,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it cannot be connected; null when it can.',
      resolve: (context) => context.reason ?? null,
    }),
    exec: t.field({
      type: ExecCommand,
      nullable: true,
      description: 'The command by which it signs in; null when it does not by one, or is broken.',
      resolve: ({ exec }) => exec ?? null,
    }),
    connectedAs: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that is read with it; null when none is.',
      resolve: ({ name }, _args, context) =>
        loadersOf(context)
          .keyed('clusters by context', true, () => clustersByContext(context))
          .load(name),
    }),
  }),
})

function clustersByContext(context: Context) {
  return new DataLoader<string, ClusterRow | undefined>(async (names) => {
    const rows = await context.database.db
      .select({ name: clusterSource.reference, cluster: getColumns(cluster) })
      .from(clusterSource)
      .innerJoin(cluster, eq(cluster.uid, clusterSource.cluster))
      .where(
        and(
          eq(clusterSource.origin, 'MACHINE'),
          anyOf(clusterSource.reference, names),
          visibleTo(context.viewer, cluster),
        ),
      )
      .limit(names.length)
    return names.map((name) => rows.find((row) => row.name === name)?.cluster)
  })
}

const ConnectionStepType = builder.objectRef<ConnectionStep>('ConnectionStep').implement({
  description: 'One step of testing a connection.',
  fields: (t) => ({
    step: t.expose('step', { type: ConnectionStepName, description: 'Which step.' }),
    ok: t.exposeBoolean('ok', { description: 'Whether it went well.' }),
    code: t.string({
      nullable: true,
      description: 'What went wrong, for programs; null when nothing did.',
      resolve: (step) => step.code ?? null,
    }),
    message: t.exposeString('message', { description: 'What happened, for people.' }),
    advice: t.exposeString('advice', { description: 'What to do about it; empty when there is nothing to do.' }),
  }),
})

const ConnectionKind = builder.objectRef<ConnectionTest['kinds'][number]>('ConnectionKind').implement({
  description: 'Whether a kind of object can be read over a connection.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'As in Kubernetes, such as `NetworkPolicy`.' }),
    listable: t.boolean({
      description: 'Whether it can be listed.',
      resolve: ({ reason }) => reason === 'COMPLETE' || reason === 'NOT_YET_READ',
    }),
    watchable: t.boolean({
      nullable: true,
      description: 'Whether its changes can be followed as they happen; null when that could not be told.',
      resolve: ({ watchable }) => watchable ?? null,
    }),
    reason: t.expose('reason', { type: CoverageReason, description: 'Whether it is seen, and if not, why.' }),
    message: t.exposeString('message', { description: 'The reason in words.' }),
    advice: t.exposeString('advice', { description: 'What to do about it.' }),
  }),
})

export const ConnectionTestType = builder.objectRef<ConnectionTest>('ConnectionTest').implement({
  description: 'What testing a connection found, step by step.',
  fields: (t) => ({
    ok: t.exposeBoolean('ok', { description: 'Whether the cluster can be connected.' }),
    steps: t.field({
      type: [ConnectionStepType],
      description: 'The steps, up to the first that failed.',
      resolve: (test) => [...test.steps],
    }),
    uid: t.string({
      nullable: true,
      description: "The cluster's uid; null when it could not be told.",
      resolve: (test) => test.uid ?? null,
    }),
    version: t.string({
      nullable: true,
      description: 'Version of Kubernetes; null when it could not be told.',
      resolve: (test) => test.version ?? null,
    }),
    server: t.string({
      nullable: true,
      description: "The API server's URL; null for a snapshot.",
      resolve: (test) => test.server ?? null,
    }),
    caller: t.string({
      nullable: true,
      description: 'The name that the API server knows the credentials by; null when it does not tell.',
      resolve: (test) => test.caller ?? null,
    }),
    alreadyConnected: t.field({
      type: Cluster,
      nullable: true,
      description: 'The same cluster, when it is connected already: connecting it again replaces its source.',
      resolve: (test, _args, context) => (test.uid ? loadersOf(context).nodes.Cluster.load(test.uid) : null),
    }),
    kinds: t.field({
      type: [ConnectionKind],
      description: 'The kinds that would be read, each with whether it can be.',
      resolve: (test) => [...test.kinds],
    }),
  }),
})

const ClusterRoleRecipeType = builder.objectRef<ClusterRoleRecipe>('ClusterRoleRecipe').implement({
  description: 'The least rights with which all that is shown of a cluster can be read, and how to give them.',
  fields: (t) => ({
    yaml: t.exposeString('yaml', {
      description: 'A ServiceAccount, its ClusterRole and ClusterRoleBinding, to apply.',
    }),
    commands: t.exposeString('commands', {
      description: 'Commands for a shell that apply it and write a kubeconfig with its token.',
    }),
  }),
})

builder.queryFields((t) => ({
  smallestClusterRole: t.field({
    type: ClusterRoleRecipeType,
    description: 'The least rights that connecting a cluster takes, made from the kinds that are read.',
    resolve: (_root, _args, context) => context.services.clusters.smallestRole(),
  }),
  mostSnapshotBytes: t.int({
    description: 'Bytes that the files of an uploaded snapshot may hold together, as UTF-8.',
    resolve: (_root, _args, context) => context.services.clusters.mostSnapshotBytes,
  }),
  kubeconfigContexts: t.field({
    type: [KubeconfigContext],
    description: "Contexts of the kubeconfig on the server's machine. For administrators.",
    resolve: async (_root, _args, context) => {
      requireRole(context.viewer, 'ADMINISTRATOR', 'connect clusters')
      return [...(await context.services.clusters.contexts())]
    },
  }),
  inCluster: t.boolean({
    description:
      'Whether the server runs in a cluster, and can read it with the service account of its pod. For administrators.',
    resolve: (_root, _args, context) => {
      requireRole(context.viewer, 'ADMINISTRATOR', 'connect clusters')
      return context.services.clusters.inCluster()
    },
  }),
  snapshotFolder: t.string({
    nullable: true,
    description: 'The folder of the server below which snapshots may lie; null: none. For administrators.',
    resolve: (_root, _args, context) => {
      requireRole(context.viewer, 'ADMINISTRATOR', 'connect clusters')
      return context.services.clusters.snapshotFolder ?? null
    },
  }),
}))
