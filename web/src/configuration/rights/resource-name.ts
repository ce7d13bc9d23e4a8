/** What is asked for, as the API takes it. */
export interface AskedResource {
  readonly group: string
  readonly resource: string
  readonly subresource: string | null
}

/** Groups of the resources that people name without one, as `kubectl` takes them. Source: Kubernetes API reference, 1.37. */
const GROUPS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'controllerrevisions'],
    batch: ['jobs', 'cronjobs'],
    'rbac.authorization.k8s.io': ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
    'networking.k8s.io': ['networkpolicies', 'ingresses', 'ingressclasses'],
    'admissionregistration.k8s.io': ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
    'apiextensions.k8s.io': ['customresourcedefinitions'],
    'certificates.k8s.io': ['certificatesigningrequests'],
    'authentication.k8s.io': ['tokenreviews'],
    'storage.k8s.io': ['storageclasses'],
    autoscaling: ['horizontalpodautoscalers'],
    policy: ['poddisruptionbudgets'],
  }).flatMap(([group, names]) => names.map((name) => [name, group])),
)

/**
 * Reads `pods`, `pods/exec`, `deployments.apps` or `deployments.apps/scale`. Without a group it is that of the well-known resource of the name, and the
 * core group for any other.
 */
export function askedResource(written: string): AskedResource {
  const [name = '', subresource] = splitAt(written.trim().toLowerCase(), '/')
  const [resource = '', group] = splitAt(name, '.')
  return { group: group ?? GROUPS[resource] ?? '', resource, subresource: subresource || null }
}

function splitAt(text: string, mark: string): [before: string, after: string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** With its group, so that nobody takes it for another one of the name. */
export function resourceText({ group, resource, subresource }: AskedResource): string {
  return `${resource}${group === '' ? '' : `.${group}`}${subresource === null ? '' : `/${subresource}`}`
}

export const VERBS = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['impersonate', 'bind', 'escalate', 'approve', '*'],
]

export const RESOURCES = [
  ...['pods', 'pods/exec', 'pods/log', 'pods/portforward', 'secrets', 'configmaps', 'services', 'nodes', 'nodes/proxy'],
  ...['serviceaccounts', 'serviceaccounts/token', 'namespaces', 'persistentvolumes', 'users', 'groups', '*'],
  ...Object.entries(GROUPS).map(([name, group]) => `${name}.${group}`),
]
