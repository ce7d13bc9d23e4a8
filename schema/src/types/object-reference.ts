import { builder } from '../builder.ts'
import { loadNodeByKey } from '../node.ts'
import { Node } from '../refs.ts'

export interface ObjectReferenceShape {
  readonly cluster: string
  readonly kind: string
  /** Empty for what is in none. */
  readonly namespace: string
  readonly name: string
}

/** A Kubernetes object that something rests on. */
export const ObjectReference = builder.objectRef<ObjectReferenceShape>('ObjectReference').implement({
  description: 'An object of a cluster.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'As in Kubernetes, such as `Service`.' }),
    namespace: t.exposeString('namespace', { description: 'Its namespace; empty for what is in none.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    asset: t.field({
      type: Node,
      nullable: true,
      description: 'The asset that it is; null when it is none, no longer there, or not visible.',
      resolve: (reference, _args, context) => loadNodeByKey(context, assetOf(reference)),
    }),
  }),
})

/** What is none of the other assets is a workload, if anything. */
function assetOf({ cluster, kind, namespace, name }: ObjectReferenceShape): { type: string; key: string } {
  if (kind === 'Namespace') return { type: 'Namespace', key: `${cluster}/${name}` }
  if (kind === 'Node') return { type: 'ClusterNode', key: `${cluster}/${name}` }
  if (kind === 'Service') return { type: 'Service', key: `${cluster}/${namespace}/${name}` }
  return { type: 'Workload', key: `${cluster}/${namespace}/${kind}/${name}` }
}
