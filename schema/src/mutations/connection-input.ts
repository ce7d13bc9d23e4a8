import { builder } from '../builder.ts'
import { type ConnectionInput, RequestError } from '../services.ts'

const KubeconfigInput = builder.inputType('KubeconfigInput', {
  description:
    'A kubeconfig that is pasted or uploaded. Programs that it names are never run, files that it names never read.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'The kubeconfig: YAML or JSON.' }),
    context: t.string({ description: 'Which of its contexts; its current one when not given.' }),
  }),
})

const SnapshotFileInput = builder.inputType('SnapshotFileInput', {
  description: 'A file of a snapshot.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, for messages.' }),
    text: t.string({ required: true, description: 'Manifests: YAML or JSON, one or many, lists too.' }),
  }),
})

const SnapshotInput = builder.inputType('SnapshotInput', {
  description: 'A snapshot that is uploaded.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'A newer snapshot of this name is the next state of the same cluster.',
    }),
    files: t.field({ type: [SnapshotFileInput], required: true, description: 'Its files.' }),
  }),
})

const SnapshotPathInput = builder.inputType('SnapshotPathInput', {
  description: 'A snapshot on the server, below the folder that its operator set.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'A newer snapshot of this name is the next state of the same cluster.',
    }),
    path: t.string({ required: true, description: 'File or folder, relative to the folder that is allowed.' }),
  }),
})

export const ClusterConnectionInput = builder.inputType('ClusterConnectionInput', {
  description: 'How to read a cluster. Exactly one must be given.',
  fields: (t) => ({
    context: t.string({ description: "A context of the kubeconfig on the server's machine." }),
    inCluster: t.boolean({
      description: 'True: the cluster that the server runs in, with the service account of its pod.',
    }),
    kubeconfig: t.field({ type: KubeconfigInput, description: 'A kubeconfig that is pasted or uploaded.' }),
    snapshot: t.field({ type: SnapshotInput, description: 'A snapshot that is uploaded.' }),
    snapshotPath: t.field({ type: SnapshotPathInput, description: 'A snapshot on the server.' }),
  }),
})

/** The connection as the service takes it. Throws `RequestError` ONE_OF unless exactly one way is given. */
export function connectionInput(input: typeof ClusterConnectionInput.$inferInput): ConnectionInput {
  const { context, inCluster, kubeconfig, snapshot, snapshotPath } = input
  const ways: ConnectionInput[] = []
  if (context) ways.push({ context })
  if (inCluster) ways.push({ inCluster })
  if (kubeconfig) {
    ways.push({ kubeconfig: { text: kubeconfig.text, ...(kubeconfig.context && { context: kubeconfig.context }) } })
  }
  if (snapshot) ways.push({ snapshot })
  if (snapshotPath) ways.push({ snapshotPath })
  const [way, ...others] = ways
  if (!way || others.length > 0) {
    throw new RequestError('ONE_OF', 'Give exactly one of context, inCluster, kubeconfig, snapshot and snapshotPath.', [
      'connection',
    ])
  }
  return way
}
