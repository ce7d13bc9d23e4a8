import { container, pod } from '@breakwater/drizzle/tables/asset.ts'
import { type ASSET_TYPES, risk } from '@breakwater/drizzle/tables/risk.ts'
import { and, type Column, eq, or, type SQL, sql } from 'drizzle-orm'
import { decodeId } from './ids.ts'
import type { Viewer } from './viewer.ts'
import { anyOf, visibleTo } from './visible.ts'

/**
 * Whether a risk counts for one of the assets `ids`: it hangs on the asset, or on something in it. The same things are in an
 * asset as in the roll-up behind its `riskSummary`, so that a number and the list that it leads to agree. What is wrong with the template of pods
 * counts for each of them, or for that container in each.
 * What is in an asset counts as far as the viewer sees it. Undefined when no ids are given. Throws a GraphQLError for ids that are none.
 */
export function countsFor(viewer: Viewer, ids: readonly string[] | null | undefined): SQL | undefined {
  if (!ids) return undefined
  const assets = ids.map(decodeId)
  const keys = (type: (typeof ASSET_TYPES)[number]) => assets.filter((each) => each.type === type).map(({ key }) => key)
  const clusters = keys('Cluster')
  const namespaces = keys('Namespace').map(inCluster)
  const nodes = keys('ClusterNode').map(inCluster)
  const workloads = keys('Workload')
  const pods = keys('Pod')

  const inPods = or(one(pod.workload, workloads), pair(pod.cluster, pod.node, nodes))
  const inContainers = or(
    one(container.workload, workloads),
    one(container.pod, pods),
    pair(container.cluster, container.node, nodes),
  )
  const ofPods = or(one(pod.id, pods), pair(pod.cluster, pod.node, nodes))
  const ofContainers = or(
    one(container.id, keys('Container')),
    one(container.pod, pods),
    pair(container.cluster, container.node, nodes),
  )
  const running = or(
    inContainers,
    one(container.id, keys('Container')),
    pair(container.cluster, container.namespace, namespaces),
    one(container.cluster, clusters),
  )
  return or(
    pair(
      risk.assetType,
      risk.assetId,
      assets.map(({ type, key }) => [type, key]),
    ) ?? sql`false`,
    one(risk.cluster, clusters),
    pair(risk.cluster, risk.namespace, namespaces),
    inPods && on('Pod', sql`select ${pod.id} from ${pod} where ${and(visibleTo(viewer, pod), inPods)}`),
    inContainers &&
      on(
        'Container',
        sql`select ${container.id} from ${container} where ${and(visibleTo(viewer, container), inContainers)}`,
      ),
    ofPods && and(on('Workload', templatesOf(viewer, ofPods)), eq(risk.container, '')),
    ofContainers &&
      and(
        eq(risk.assetType, 'Workload'),
        sql`(${risk.assetId}, ${risk.container}) in (${containersOf(viewer, ofContainers)})`,
      ),
    running &&
      on(
        'Image',
        sql`select ${container.imageDigest} from ${container} where ${and(visibleTo(viewer, container), container.present, running)}`,
      ),
  )
}

type Pair = readonly [string, string]

/** Of the key of a namespace or a node, `cluster/name`; neither part holds a slash. */
function inCluster(key: string): Pair {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

/** Workloads whose template the pods are made from. */
function templatesOf(viewer: Viewer, some: SQL): SQL {
  return sql`select ${pod.workload} from ${pod} where ${and(visibleTo(viewer, pod), pod.present, some)}`
}

function containersOf(viewer: Viewer, some: SQL): SQL {
  return sql`select ${container.workload}, ${container.name} from ${container} where ${and(visibleTo(viewer, container), container.present, some)}`
}

function on(type: (typeof ASSET_TYPES)[number], ids: SQL): SQL | undefined {
  return and(eq(risk.assetType, type), sql`${risk.assetId} in (${ids})`)
}

function one(column: Column, values: readonly string[]): SQL | undefined {
  return values.length === 0 ? undefined : anyOf(column, values)
}

function pair(first: Column, second: Column, values: readonly Pair[]): SQL | undefined {
  if (values.length === 0) return undefined
  const firsts = sql.param(values.map(([value]) => value))
  const seconds = sql.param(values.map(([, value]) => value))
  return sql`(${first}, ${second}) in (select * from unnest(${firsts}::text[], ${seconds}::text[]))`
}
