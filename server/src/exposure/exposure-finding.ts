import type { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { namespaceId, serviceId } from '../kubernetes/row-ids.ts'
import type { Finding } from '../risks/findings.ts'
import type { RiskKey } from '../risks/risk-id.ts'

type Row = typeof exposure.$inferSelect

/** What an exposure is as a risk. Its id does not depend on the verdict: what widens is the same risk, which has grown. */
export function riskKeyOf(
  row: Pick<
    Row,
    'id' | 'cluster' | 'namespace' | 'entryKind' | 'workload' | 'serviceNamespace' | 'serviceName' | 'entryNamespace'
  >,
): RiskKey {
  return { rule: `EXPOSED_BY_${row.entryKind}`, ...assetOf(row), detail: row.id }
}

/** What hangs on the workload; what leads to none on the service, and without one on the namespace or the cluster. */
function assetOf(row: Parameters<typeof riskKeyOf>[0]): Pick<RiskKey, 'assetType' | 'assetId'> {
  const { cluster, workload, serviceNamespace, serviceName, entryNamespace } = row
  if (workload !== '') return { assetType: 'Workload', assetId: workload }
  if (serviceName !== '') return { assetType: 'Service', assetId: serviceId(cluster, serviceNamespace, serviceName) }
  if (entryNamespace !== '') return { assetType: 'Namespace', assetId: namespaceId(cluster, entryNamespace) }
  return { assetType: 'Cluster', assetId: cluster }
}

/** The risk of an exposed port; undefined for what is none: nothing from outside reaches it. */
export function findingOf(row: Row, owner: string): Finding | undefined {
  if (row.priority === null) return undefined
  const { title, severity, priority, namespace, verdictRank, sources } = row
  const { rule, assetType, assetId, detail } = riskKeyOf(row)
  return {
    rule,
    title,
    severity,
    priority,
    reasons: row.priorityReasons,
    advice: row.advice.map((one) => `${one.title}: ${one.text}`).join('\n'),
    assetType,
    assetId,
    assetName: row.workloadName || row.serviceName || row.entryName,
    namespace,
    owner,
    ...(detail === undefined ? {} : { detail }),
    binding: { key: row.id, rank: verdictRank, sources },
  }
}
