import { fieldsOf, isFields, textsOf } from '../fields.ts'

/** A rule of a role, as it is written. */
export interface AccessRule {
  /** Its position in the list of the role. */
  readonly at: number
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  /** `pods`, `pods/exec`, `*`, or `*` before a slash for that subresource of all. */
  readonly resources: readonly string[]
  /** Empty where all objects are meant. */
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

/** What somebody asks an API server for. */
export interface AccessRequest {
  /** `''` for the core group. */
  readonly group: string
  /** In the plural, such as `pods`. */
  readonly resource: string
  /** Such as `exec` of `pods/exec`. */
  readonly subresource?: string | undefined
  /** Of one object; left out for the right to all of them. */
  readonly name?: string | undefined
}

/** A path that is no resource, such as `/healthz`. */
export interface UrlRequest {
  readonly url: string
}

/** Members of the list that are no rules have their position, too. */
export function accessRulesOf(value: unknown): AccessRule[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((written, at): AccessRule[] => {
    if (!isFields(written)) return []
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = fieldsOf(written)
    return [
      {
        at,
        verbs: textsOf(verbs),
        apiGroups: textsOf(apiGroups),
        resources: textsOf(resources),
        resourceNames: textsOf(resourceNames),
        nonResourceURLs: textsOf(nonResourceURLs),
      },
    ]
  })
}

/**
 * Whether a rule allows a request. What is asked for with `*` is only what the rule has as `*`.
 * Source: Kubernetes, "Using RBAC Authorization" ("Referring to resources"), and how its authorizer reads it: `*` is every resource and
 * subresource, `*` before a slash that subresource of all, and a pattern such as `pods/*` is none.
 */
export function allows(rule: AccessRule, verb: string, request: AccessRequest | UrlRequest): boolean {
  if (!hasOrAll(rule.verbs, verb)) return false
  if ('url' in request) return rule.nonResourceURLs.some((written) => isUrlWithin(request.url, written))
  return (
    hasOrAll(rule.apiGroups, request.group) &&
    resourceKeysOf(request).some((key) => rule.resources.includes(key)) &&
    isNamed(rule, verb, request)
  )
}

/** What a rule can say to mean a resource. */
export function resourceKeysOf({ resource, subresource }: AccessRequest): string[] {
  return subresource ? [`${resource}/${subresource}`, `*/${subresource}`, '*'] : [resource, '*']
}

/**
 * A rule for named objects is no right to all of them. Source: same page: "You cannot restrict create or deletecollection requests by their
 * resource name", since neither has one; what is created below an object has that object's name.
 */
function isNamed({ resourceNames }: AccessRule, verb: string, { name, subresource }: AccessRequest): boolean {
  if (resourceNames.length === 0) return true
  const isNameless = verb === 'deletecollection' || (verb === 'create' && !subresource)
  return name !== undefined && name !== '' && !isNameless && resourceNames.includes(name)
}

function isUrlWithin(url: string, written: string): boolean {
  return written === url || (written.endsWith('*') && url.startsWith(written.replace(/\*+$/, '')))
}

function hasOrAll(values: readonly string[], wanted: string): boolean {
  return values.includes(wanted) || values.includes('*')
}
