import { type AccessRequest, type AccessRule, allows } from '../kubernetes/access/access-rule.ts'

interface Way extends AccessRequest {
  readonly can: string
  readonly verbs: readonly string[]
}

const RBAC = 'rbac.authorization.k8s.io'
const WRITES = ['create', 'update', 'patch']

/**
 * Rights from which others follow, so that whoever has one gets the cluster.
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Kubernetes RBAC - privilege escalation risks".
 */
const WAYS: readonly Way[] = [
  { can: 'do everything', group: '*', resource: '*', verbs: ['*'] },
  { can: 'read secrets', group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] },
  { can: 'create pods', group: '', resource: 'pods', verbs: ['create'] },
  ...['deployments', 'daemonsets', 'statefulsets', 'replicasets'].map((resource) => ({
    can: 'create or change workloads',
    group: 'apps',
    resource,
    verbs: WRITES,
  })),
  ...['jobs', 'cronjobs'].map((resource) => ({
    can: 'create or change workloads',
    group: 'batch',
    resource,
    verbs: WRITES,
  })),
  { can: 'create or change workloads', group: '', resource: 'replicationcontrollers', verbs: WRITES },
  ...['exec', 'attach'].map((subresource) => ({
    can: 'run commands in pods',
    group: '',
    resource: 'pods',
    subresource,
    verbs: ['create', 'get'],
  })),
  ...['clusterroles', 'roles'].map((resource) => ({
    can: 'give itself rights',
    group: RBAC,
    resource,
    verbs: ['bind', 'escalate'],
  })),
  ...['users', 'groups', 'serviceaccounts'].map((resource) => ({
    can: 'act as others',
    group: '',
    resource,
    verbs: ['impersonate'],
  })),
  {
    can: 'make tokens of service accounts',
    group: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    verbs: ['create'],
  },
  { can: 'use the API of nodes', group: '', resource: 'nodes', subresource: 'proxy', verbs: ['get', 'create'] },
  {
    can: 'approve certificates',
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    subresource: 'approval',
    verbs: ['update', 'patch'],
  },
  ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'].map((resource) => ({
    can: 'change admission webhooks',
    group: 'admissionregistration.k8s.io',
    resource,
    verbs: WRITES,
  })),
]

/** What of it the rules allow, each as in `can …`, the gravest first. */
export function takeOverBy(rules: readonly AccessRule[]): string[] {
  const ways = WAYS.filter((way) => rules.some((rule) => way.verbs.some((verb) => allows(rule, verb, way))))
  return [...new Set(ways.map(({ can }) => can))]
}

/** Whether a rule allows everything; that of the core group only counts where `coreCounts`: secrets and pods are in it. */
export function allowsEverything(
  { verbs, resources, apiGroups, resourceNames }: AccessRule,
  coreCounts = false,
): boolean {
  return (
    verbs.includes('*') &&
    resources.includes('*') &&
    resourceNames.length === 0 &&
    apiGroups.some((group) => group === '*' || (coreCounts && group === ''))
  )
}
