/** Which fields a manager set, as `metadata.managedFields` lists them. */
export interface ManagedFields {
  readonly manager: string
  readonly operation: 'Update' | 'Apply'
  readonly apiVersion: string
  readonly time: string
  readonly fieldsType: 'FieldsV1'
  readonly fieldsV1: object
  readonly subresource?: string
}

export interface Manager {
  readonly manager: string
  readonly apiVersion: string
  /** Such as `2026-01-01T00:00:05Z`. */
  readonly time: string
  readonly subresource?: string
}

/**
 * The entry of a manager that set exactly `fields`. Source: Kubernetes API concepts, "Server-Side Apply", and the
 * `listType` and `listMapKey` of the API's types.
 */
export function managedBy({ manager, apiVersion, time, subresource }: Manager, fields: object): ManagedFields {
  return {
    manager,
    operation: 'Update',
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: ofObject(fields),
    ...(subresource ? { subresource } : {}),
  }
}

/** What tells the members of a list apart; other lists are set as a whole. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  ownerReferences: ['uid'],
  containers: ['name'],
  env: ['name'],
  ports: ['containerPort', 'protocol'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
  conditions: ['type'],
  hostIPs: ['ip'],
  podIPs: ['ip'],
}

/** Maps that are set as a whole. */
const ATOMIC = new Set(['selector', 'nodeSelector', 'resourceFieldRef', 'fieldRef', 'secretKeyRef', 'configMapKeyRef'])

/** Lists whose every owner sets them as a whole although they have keys. */
const WHOLE = new Set(['containerStatuses', 'tolerations'])

function ofObject(object: object): object {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [`f:${name}`, ofValue(name, value)]))
}

function ofValue(name: string, value: unknown): object {
  if (ATOMIC.has(name) || WHOLE.has(name) || typeof value !== 'object' || value === null) return {}
  const keys = KEYS[name]
  if (Array.isArray(value)) return keys ? ofList(keys, value) : {}
  const fields = ofObject(value)
  return isFreeMap(name) ? { '.': {}, ...fields } : fields
}

function ofList(keys: readonly string[], members: readonly object[]): object {
  const entries = members.map((member) => {
    const key = Object.fromEntries(Object.entries(member).filter(([name]) => keys.includes(name)))
    return [`k:${JSON.stringify(key)}`, { '.': {}, ...ofObject(member) }]
  })
  return { '.': {}, ...Object.fromEntries(entries) }
}

function isFreeMap(name: string): boolean {
  return ['labels', 'annotations', 'requests', 'limits', 'matchLabels'].includes(name)
}
