import { builder } from '../../schema/src/builder.ts'
import { Priority, RiskKind, Severity } from '../../schema/src/enums/risk.ts'
import { decodeId, decodeIdOf } from '../../schema/src/ids.ts'
import { Node, Risk, type RiskRow } from '../../schema/src/refs.ts'
import type { AssetTypeName } from '../../schema/src/risk-summary.ts'
import { registerRiskType } from '../../schema/src/risk-types.ts'
import { type Finding, replaceFindings } from '../../server/src/risks/findings.ts'

/**
 * A domain that exists in browser tests only: its type of risks, and a mutation that stands for its analysis. It knows what
 * every domain knows and nothing of lists, counts, waivers or events. To be imported before the schema is built.
 */
const TestRisk = builder.objectRef<RiskRow>('TestRisk').implement({
  description: 'A risk of a domain that exists in tests only.',
  interfaces: [Node, Risk],
  fields: (t) => ({
    seenBy: t.string({ description: 'Known to this domain only.', resolve: () => 'the test' }),
  }),
})
registerRiskType('CONFIGURATION', TestRisk)
registerRiskType('VULNERABILITY', TestRisk)

const TestFinding = builder.inputType('TestFinding', {
  description: 'What the analysis of a test finds.',
  fields: (t) => ({
    rule: t.string({ required: true }),
    title: t.string({ required: true }),
    severity: t.field({ type: Severity, required: true }),
    priority: t.field({ type: Priority, required: true }),
    reasons: t.stringList({ required: true }),
    advice: t.string({ required: true }),
    asset: t.id({ required: true }),
    assetName: t.string({ required: true }),
    namespace: t.string({ required: true }),
    owner: t.string(),
  }),
})

builder.mutationField('analyzeForTest', (t) =>
  t.int({
    description: 'Makes the risks of a kind in a cluster be those that are given; resolves to how many are new.',
    args: {
      cluster: t.arg.id({ required: true }),
      kind: t.arg({ type: RiskKind, required: true }),
      findings: t.arg({ type: [TestFinding], required: true }),
      incomplete: t.arg.string(),
    },
    resolve: async (_root, { cluster, kind, findings, incomplete }, context) => {
      const scope = { kind, cluster: decodeIdOf('Cluster', cluster) }
      const options = { signal: context.signal, ...(incomplete && { incomplete }) }
      const outcome = await replaceFindings(context.database, scope, findings.map(toFinding), options)
      return outcome.added
    },
  }),
)

function toFinding({ asset, owner, ...finding }: typeof TestFinding.$inferInput): Finding {
  const { type, key } = decodeId(asset)
  return { ...finding, assetType: type as AssetTypeName, assetId: key, ...(owner && { owner }) }
}
