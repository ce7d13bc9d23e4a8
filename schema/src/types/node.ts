import { builder } from '../builder.ts'
import { requestError } from '../errors.ts'
import { loadNode } from '../node.ts'
import { Node } from '../refs.ts'

/** Ids that `nodes` takes at most. */
const MAX_NODES = 100

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: 'What has this id; null when it is not there or not visible.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, context) => loadNode(context, id),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: 'What has these ids, in their order; null for what is not there or not visible.',
    args: { ids: t.arg.idList({ required: true, description: 'Up to 100 ids.' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > MAX_NODES) throw requestError('TOO_MANY', `Ask for at most ${MAX_NODES} ids, not ${ids.length}.`)
      return Promise.all(ids.map((id) => loadNode(context, id)))
    },
  }),
}))
