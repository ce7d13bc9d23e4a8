import { isFields } from '../../kubernetes/fields.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { Content } from './content.ts'

/**
 * Masks what looks like a credential in an object's content: literal values of environment variables and headers, arguments of
 * commands, annotations, options, and every other text that has the shape of one. What need not change is shared, not copied.
 * Throws `RangeError` for what is nested too deeply.
 */
export function maskContent(content: Content, masker: Masker): Content {
  return masked(content, '', masker, 0) as Content
}

const MOST_DEPTH = 100

function masked(value: unknown, key: string, masker: Masker, depth: number): unknown {
  if (typeof value === 'string') return ORDINARY.has(key) ? value : masker.named(key, value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MOST_DEPTH) throw new RangeError('The object is nested too deeply.')
  if (Array.isArray(value)) return maskedList(value, key, masker, depth)
  return maskedObject(value as Record<string, unknown>, masker, depth)
}

function maskedList(list: readonly unknown[], key: string, masker: Masker, depth: number): unknown {
  if (COMMANDS.has(key) && list.every((part) => typeof part === 'string')) return sharedList(list, masker.command(list))
  let copy: unknown[] | undefined
  for (let i = 0; i < list.length; i++) {
    const after = masked(list[i], key, masker, depth + 1)
    if (after === list[i]) continue
    copy ??= [...list]
    copy[i] = after
  }
  return copy ?? list
}

function sharedList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.some((member, i) => member !== before[i]) ? after : before
}

function maskedObject(object: Record<string, unknown>, masker: Masker, depth: number): unknown {
  let copy = LAST_APPLIED in object ? withoutKeys(object) : undefined
  for (const key of Object.keys(object)) {
    const before = object[key]
    if (typeof before !== 'string' && (typeof before !== 'object' || before === null)) continue
    if (NOT_KEPT.has(key)) continue
    const after = masked(before, key === 'value' ? nameBeside(object) : key, masker, depth + 1)
    if (after === before) continue
    copy ??= withoutKeys(object)
    copy[key] = after
  }
  return copy ?? object
}

/** A copy of a former state of the object, with all that was in it; pod templates are given it as well. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const NOT_KEPT = new Set(['__proto__', LAST_APPLIED])

function withoutKeys(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !NOT_KEPT.has(name)))
}

/** An entry of `env` or of `httpHeaders`: `{ name, value }`. */
function nameBeside(object: Record<string, unknown>): string {
  const name = isFields(object) ? object['name'] : undefined
  return typeof name === 'string' ? name : 'value'
}

const COMMANDS = new Set(['args', 'command'])

/** Fields whose values have a syntax of their own in which no credential fits. Half of all texts of a pod are one of these. */
const ORDINARY = new Set(
  `apiVersion kind uid creationTimestamp deletionTimestamp namespace nodeName serviceAccountName serviceAccount restartPolicy dnsPolicy
  schedulerName preemptionPolicy imagePullPolicy protocol operator effect mountPath phase status type reason podIP hostIP ip containerID imageID cpu
  memory clusterIP clusterIPs internalTrafficPolicy externalTrafficPolicy sessionAffinity ipFamilyPolicy terminationMessagePolicy pathType scheme`.split(
    /\s+/,
  ),
)
