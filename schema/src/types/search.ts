import { builder } from '../builder.ts'
import { describedEnum } from '../enums/described-enum.ts'
import { requestError } from '../errors.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster } from '../refs.ts'
import { SEARCH_TYPES, type SearchGroupShape, type SearchHit, SHORTEST_SEARCH, search } from '../search.ts'

const SearchType = describedEnum('SearchType', 'What can be searched, and what of its name is looked at.', {
  CLUSTER: 'Clusters: their names and uids hold the text.',
  NAMESPACE: 'Namespaces: their names hold the text.',
  WORKLOAD: 'Workloads: their names hold the text.',
  SERVICE: 'Services: their names begin with the text.',
  POD: 'Pods: their names begin with the text.',
  CONTAINER: 'Containers: their names begin with the text.',
  CLUSTER_NODE: 'Nodes: their names hold the text.',
  IMAGE: 'Images in use: their references or digests hold the text.',
  TASK: 'The newest tasks: their targets or kinds hold the text.',
})

const SearchResult = builder.objectRef<SearchHit>('SearchResult').implement({
  description: 'Something that a search found.',
  fields: (t) => ({
    nodeId: t.id({ description: 'Its id.', resolve: (hit) => hit.nodeId }),
    name: t.exposeString('name', { description: 'Its name.' }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is in; null: in none, or in several.',
      resolve: ({ cluster }, _args, context) => (cluster ? loadersOf(context).nodes.Cluster.load(cluster) : null),
    }),
    namespace: t.exposeString('namespace', { description: 'Name of the namespace that it is in; empty: none.' }),
    note: t.exposeString('note', {
      description: "What else tells it from others of its name, such as a workload's kind or an image's digest.",
    }),
  }),
})

const SearchGroup = builder.objectRef<SearchGroupShape>('SearchGroup').implement({
  description: 'What a search found of one type.',
  fields: (t) => ({
    type: t.expose('type', { type: SearchType, description: 'The type.' }),
    results: t.field({
      type: [SearchResult],
      description: 'The best first: names that begin with the text, then those that hold it.',
      resolve: ({ hits }) => [...hits],
    }),
    more: t.exposeBoolean('more', { description: 'Whether there is more of it than was asked for.' }),
  }),
})

const MOST_RESULTS = 10

builder.queryField('search', (t) =>
  t.field({
    type: [SearchGroup],
    description: `Present assets, images in use and tasks by name, in whatever case. Nothing for a text of less than ${SHORTEST_SEARCH} characters.`,
    args: {
      text: t.arg.string({ required: true, description: 'What the names begin with or hold.' }),
      first: t.arg.int({ description: `How many results of each type: 1 to ${MOST_RESULTS}; 5 when not given.` }),
      types: t.arg({ type: [SearchType], description: 'What to search; everything when not given.' }),
    },
    resolve: (_root, { text, first, types }, context) => {
      const limit = first ?? 5
      if (limit < 1 || limit > MOST_RESULTS) {
        throw requestError('PAGE_SIZE', `Ask for 1 to ${MOST_RESULTS} results of each type, not ${limit}.`)
      }
      return search(context, text, limit, types ?? SEARCH_TYPES)
    },
  }),
)
