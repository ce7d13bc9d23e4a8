import { builder } from '../builder.ts'
import { AssetType, Priority, RiskKind, RiskState, Severity } from '../enums/risk.ts'
import { encodeId } from '../ids.ts'
import { list } from '../lists/list.ts'
import { riskList } from '../lists/risk-list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, Node, Risk, type RiskRow, Waiver } from '../refs.ts'
import { riskTypeName } from '../risk-types.ts'
import { Label, labelsOf } from './label.ts'

Risk.implement({
  description: 'What is wrong with one asset. Each kind may add what only it knows.',
  interfaces: [Node],
  resolveType: (risk) => riskTypeName(risk.kind),
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, and the same after every analysis.',
      resolve: (risk) => encodeId('Risk', risk.id),
    }),
    kind: t.expose('kind', { type: RiskKind, description: 'What sort of thing is wrong.' }),
    rule: t.exposeString('rule', { description: 'Id of the rule, or the CVE, that found it.' }),
    title: t.exposeString('title', { description: 'What is wrong, in a few words.' }),
    severity: t.expose('severity', { type: Severity, description: 'How bad it is.' }),
    priority: t.expose('priority', { type: Priority, description: 'What to do first.' }),
    reasons: t.exposeStringList('reasons', { description: 'Why it has this priority, in words.' }),
    advice: t.exposeString('advice', { description: 'What to do about it.' }),
    state: t.expose('state', { type: RiskState, description: 'Whether it is still there.' }),
    assetType: t.expose('assetType', { type: AssetType, description: 'Type of the asset that it hangs on.' }),
    assetId: t.id({
      description: 'Id of the asset that it hangs on.',
      resolve: (risk) => encodeId(risk.assetType, risk.assetId),
    }),
    assetName: t.exposeString('assetName', { description: 'Name of the asset that it hangs on.' }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is in; null for an image in a registry.',
      resolve: (risk, _args, context) => (risk.cluster ? loadersOf(context).nodes.Cluster.load(risk.cluster) : null),
    }),
    namespace: t.exposeString('namespace', { description: 'Name of the namespace that it is in; empty for none.' }),
    registry: t.exposeString('registry', { description: 'The registry that it is in; empty for none.' }),
    labels: t.field({
      type: [Label],
      description: 'Labels that waivers can choose it by, sorted: those of the object that has the fault.',
      resolve: (risk) => labelsOf(risk.labels),
    }),
    owner: t.exposeString('owner', { description: 'Who answers for the asset; empty when not known.' }),
    waiver: t.field({
      type: Waiver,
      nullable: true,
      description: 'The waiver that accepts it; null when none does, or when the viewer may not see it.',
      resolve: (risk, _args, context) => (risk.waiver ? loadersOf(context).nodes.Waiver.load(risk.waiver) : null),
    }),
    firstSeen: t.expose('firstSeenAt', { type: 'DateTime', description: 'When an analysis first found it.' }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The last analysis that found it.',
      resolve: async (risk, _args, context) => {
        if (risk.state !== 'OPEN' || risk.lastSeenAt) return risk.lastSeenAt
        const analyses = risk.cluster ? await loadersOf(context).analyses.load(risk.cluster) : []
        return analyses.find((row) => row.kind === risk.kind)?.analyzedAt ?? null
      },
    }),
    resolved: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When an analysis no longer found it; null while it is open.',
    }),
  }),
})

/** Stands for every kind whose domain has not registered a type of its own; see risk-types.ts. */
builder.objectRef<RiskRow>('GeneralRisk').implement({
  description: 'A risk of a kind that has nothing to add to what all risks have.',
  interfaces: [Node, Risk],
})

builder.queryField('risks', (t) => list(t, riskList, { description: 'Risks of all assets.' }))
