/**
 * The three functions of the metadata proposal that the certificate library's container asks for, kept in a WeakMap.
 * Import before `@peculiar/x509`.
 */
type MetadataKey = string | symbol

const stored = new WeakMap<object, Map<string, unknown>>()

function slot(key: unknown, property?: MetadataKey): string {
  return `${String(key)} ${property === undefined ? '' : String(property)}`
}

function defineMetadata(key: unknown, value: unknown, target: object, property?: MetadataKey): void {
  const slots = stored.get(target) ?? new Map<string, unknown>()
  stored.set(target, slots.set(slot(key, property), value))
}

function getOwnMetadata(key: unknown, target: object, property?: MetadataKey): unknown {
  return stored.get(target)?.get(slot(key, property))
}

function getMetadata(key: unknown, target: object, property?: MetadataKey): unknown {
  for (let holder: object | null = target; holder; holder = Object.getPrototypeOf(holder)) {
    const value = getOwnMetadata(key, holder, property)
    if (value !== undefined) return value
  }
  return undefined
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { defineMetadata, getMetadata, getOwnMetadata })
