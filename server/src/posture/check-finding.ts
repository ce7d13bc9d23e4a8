import type { checkResult } from '@breakwater/drizzle/tables/posture.ts'
import type { Finding } from '../risks/findings.ts'
import type { RiskKey } from '../risks/risk-id.ts'
import type { CheckRecord } from './check-record.ts'

type Row = typeof checkResult.$inferSelect

/** What a result is as a risk: one for each place, told apart by the id of the result. */
export function riskKeyOf(row: Pick<Row, 'id' | 'rule' | 'assetType' | 'assetId'>): RiskKey {
  return { rule: row.rule, assetType: row.assetType, assetId: row.assetId, detail: row.id }
}

/** The risk of a failure; undefined for what is none. `advice` is the rule's remedy. */
export function findingOf(row: CheckRecord, advice: string): Finding | undefined {
  if (row.priority === null) return undefined
  const { title, severity, priority, priorityReasons, namespace, labels, owner, severityRank, bindingKey } = row
  const { rule, assetType, assetId, detail } = riskKeyOf(row)
  return {
    ...{ rule, title, severity, priority, advice, assetType, assetId, namespace, labels, owner },
    ...(row.container === null ? {} : { container: row.container }),
    reasons: priorityReasons,
    assetName: row.objectName || row.judgedName,
    ...(detail === undefined ? {} : { detail }),
    binding: { key: bindingKey, rank: severityRank, sources: [] },
  }
}
