import type { Scalar } from '../../api/graphql.ts'

/** What somebody is writing. */
export interface RuleDraft {
  readonly title: string
  readonly severity: Scalar<'Severity'>
  readonly kinds: readonly string[]
  readonly each: Scalar<'CheckScope'>
  readonly expression: string
  readonly why: string
  readonly remedy: string
}

export const EMPTY_DRAFT: RuleDraft = {
  ...{ title: '', severity: 'MEDIUM', kinds: ['Workload'], each: 'CONTAINER', expression: '', why: '', remedy: '' },
}

/** Fields of the form that the server may refuse. */
export const RULE_FIELDS = ['title', 'severity', 'kinds', 'each', 'expression', 'why', 'remedy'] as const
export type RuleField = (typeof RULE_FIELDS)[number]

export const WRITTEN_SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const satisfies readonly Scalar<'Severity'>[]

/** What stands for all that make pods comes first; the server tells of any other whether it is read. */
export const JUDGED_KINDS = [
  ...['Workload', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Namespace', 'Node', 'Service'],
  ...['Ingress', 'NetworkPolicy', 'ConfigMap', 'ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding'],
  ...['ClusterRoleBinding', 'PersistentVolume', 'ResourceQuota', 'LimitRange', 'Gateway', 'HTTPRoute'],
]

export const EXAMPLES = ['registry', 'team', 'balancer'] as const
export type Example = (typeof EXAMPLES)[number]

/** Expressions to begin with; each is tried on the sample cluster by a test. */
export const EXAMPLE_SOURCES: Readonly<Record<Example, Pick<RuleDraft, 'kinds' | 'each' | 'expression'>>> = {
  registry: {
    kinds: ['Workload'],
    each: 'CONTAINER',
    expression: "!container.image.startsWith('registry.example.com/')",
  },
  team: {
    kinds: ['Namespace'],
    each: 'OBJECT',
    expression: "!has(metadata.labels) || !('team' in metadata.labels)",
  },
  balancer: {
    kinds: ['Service'],
    each: 'OBJECT',
    expression: "has(spec.type) && spec.type == 'LoadBalancer' && !has(spec.loadBalancerSourceRanges)",
  },
}
