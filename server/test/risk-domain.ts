import type { Database } from '@breakwater/drizzle/database.ts'
import { container, pod, workload } from '@breakwater/drizzle/tables/asset.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { type Finding, type FindingOutcome, replaceFindings } from '../src/risks/findings.ts'
import { recountAssets } from '../src/risks/rollup.ts'

/**
 * A domain of risks that exists in tests only. It knows what every domain knows (findings and their kind) and nothing of
 * lists, counts, waivers or events: that its risks appear there is what the tests show.
 */
export function risksOfTests(database: Database, cluster: string) {
  return (findings: readonly Finding[], incomplete?: string): Promise<FindingOutcome> =>
    replaceFindings(database, { kind: 'CONFIGURATION', cluster }, findings, {
      signal: new AbortController().signal,
      ...(incomplete === undefined ? {} : { incomplete }),
    })
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    rule: 'T-001',
    title: 'Runs as root',
    severity: 'HIGH',
    priority: 'HIGH',
    reasons: ['It runs as root.'],
    advice: 'Set runAsNonRoot.',
    assetType: 'Container',
    assetId: 'c1/shop/web-0/web',
    assetName: 'web',
    namespace: 'shop',
    ...over,
  }
}

/** Cluster `uid` with namespace `shop`, and `pods` pods of one workload with one container each. */
export async function smallCluster(database: Database, uid: string, pods = 2): Promise<void> {
  const now = new Date()
  const asset = { cluster: uid, namespace: 'shop', contentHash: 'x', firstSeenAt: now }
  await database.transaction(async (tx) => {
    await tx
      .insert(cluster)
      .values({ uid, name: uid, nameLower: uid, sourceKind: 'SNAPSHOT', connectedAt: now, state: 'RUNNING' })
    const owner = `${uid}/shop/Deployment/web`
    await tx.insert(workload).values({ ...asset, id: owner, name: 'web', kind: 'Deployment', application: 'web' })
    const ids = Array.from({ length: pods }, (_, at) => `${uid}/shop/web-${at}`)
    await tx.insert(pod).values(ids.map((id, at) => ({ ...asset, id, name: `web-${at}`, workload: owner, node: 'n1' })))
    await tx.insert(container).values(
      ids.map((id) => ({
        ...asset,
        id: `${id}/web`,
        name: 'web',
        pod: id,
        workload: owner,
        node: 'n1',
        imageReference: 'docker.io/library/nginx:1.27',
        imageDigest: 'sha256:aa',
        imageRegistry: 'docker.io',
      })),
    )
  })
  await recountAssets(database, uid)
}

/** What an asset carries of its risks: nothing, or one of the highest priority. */
export const NO_RISKS = { riskHigh: 0, riskMedium: 0, riskLow: 0, atRisk: false }
export const ONE_HIGH = { ...NO_RISKS, riskHigh: 1, atRisk: true }

/** Cluster `uid` of two pods, in which the container of one has a risk. */
export async function riskyCluster(database: Database, uid: string) {
  await smallCluster(database, uid)
  const analyze = risksOfTests(database, uid)
  const podId = `${uid}/shop/web-0`
  await analyze([finding({ assetId: `${podId}/web` })])
  const podRow = async () => {
    const [row] = await database.db.select().from(pod).where(eq(pod.id, podId)).limit(1)
    if (!row) throw new Error('The pod is not there.')
    return row
  }
  return { analyze, podId, podRow }
}
