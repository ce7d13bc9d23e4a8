import { type Access, type Caller, READ } from './access.ts'
import type { Resource } from './resources.ts'
import { type Answer, json, status } from './status.ts'

/**
 * Answers what a caller asks about itself, from what `access` allows; undefined for another path.
 * Source: Kubernetes API reference, SelfSubjectAccessReview, SelfSubjectRulesReview, SelfSubjectReview.
 */
export function review(
  path: string,
  body: string,
  caller: Caller,
  access: Access,
  resources: readonly Resource[],
): Answer | undefined {
  const answer = REVIEWS[path]
  if (!answer) return undefined
  const [, , group = '', , plural = ''] = path.split('/')
  if (caller.anonymous) return access.refusal(caller, 'create', { plural, group }, undefined)
  const spec = specIn(body)
  return spec ? answer(spec, caller, access, resources) : status(400, 'the body of the request is not a review')
}

/** Whether a path is one of a review. */
export function isReview(path: string): boolean {
  return Object.hasOwn(REVIEWS, path)
}

type Spec = Readonly<Record<string, unknown>>
type Review = (spec: Spec, caller: Caller, access: Access, resources: readonly Resource[]) => Answer

const REVIEWS: Readonly<Record<string, Review>> = {
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': accessReview,
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': rulesReview,
  '/apis/authentication.k8s.io/v1/selfsubjectreviews': subjectReview,
}

function accessReview(spec: Spec, caller: Caller, access: Access): Answer {
  const { resourceAttributes, nonResourceAttributes } = spec as Readonly<Record<string, Spec | undefined>>
  if (!resourceAttributes === !nonResourceAttributes) {
    return neitherOrBoth()
  }
  const allowed = resourceAttributes
    ? access.allows(text(resourceAttributes['verb']), text(resourceAttributes['resource']))
    : isDiscovery(text(nonResourceAttributes?.['path']))
  const reason = `RBAC: allowed by ClusterRoleBinding "viewers" of ClusterRole "viewer" to User "${caller.name}"`
  return created('SelfSubjectAccessReview', 'authorization.k8s.io/v1', {
    metadata: {},
    spec,
    status: allowed ? { allowed, reason } : { allowed },
  })
}

function neitherOrBoth(): Answer {
  const field = 'spec'
  const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return status(422, `.authorization.k8s.io "" is invalid: ${field}: ${message}`, {
    details: { group: 'authorization.k8s.io', causes: [{ reason: 'FieldValueInvalid', message, field }] },
  })
}

function rulesReview(spec: Spec, _caller: Caller, access: Access, resources: readonly Resource[]): Answer {
  if (!spec['namespace']) return status(400, 'no namespace on request')
  return created('SelfSubjectRulesReview', 'authorization.k8s.io/v1', {
    metadata: {},
    spec: {},
    status: {
      resourceRules: [...readRules(access, resources), ...REVIEW_RULES],
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: DISCOVERY_PATHS }],
      incomplete: false,
    },
  })
}

function subjectReview(_spec: Spec, caller: Caller): Answer {
  return created('SelfSubjectReview', 'authentication.k8s.io/v1', {
    metadata: { creationTimestamp: new Date().toISOString().replace(/\.\d+/, '') },
    status: { userInfo: { username: caller.name, groups: caller.groups } },
  })
}

/** One rule for each group and set of verbs, as a hand-written role has them. */
function readRules(access: Access, resources: readonly Resource[]): object[] {
  const rules = Map.groupBy(resources, ({ group, plural }) => {
    const verbs = READ.filter((verb) => access.allows(verb, plural))
    return JSON.stringify({ verbs, apiGroups: [group] })
  })
  return [...rules]
    .map(([rule, members]) => ({ ...JSON.parse(rule), resources: members.map(({ plural }) => plural) }))
    .filter(({ verbs }) => verbs.length > 0)
}

const REVIEW_RULES: readonly object[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
]

const DISCOVERY_PATHS = ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/readyz', '/version', '/version/']

function isDiscovery(path: string): boolean {
  return DISCOVERY_PATHS.some((one) => (one.endsWith('*') ? path.startsWith(one.slice(0, -1)) : one === path))
}

function created(kind: string, apiVersion: string, rest: object): Answer {
  return json({ kind, apiVersion, ...rest }, 201)
}

function specIn(body: string): Spec | undefined {
  try {
    const { spec } = JSON.parse(body)
    return typeof spec === 'object' && spec !== null ? spec : {}
  } catch {
    return undefined
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
