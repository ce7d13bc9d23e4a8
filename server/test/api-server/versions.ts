import { type Answer, status } from './status.ts'

/** What a list or a watch is answered that asks for a state which is still to come. */
export function tooLargeVersion(wanted: number, current: number): Answer {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }]
  return status(504, `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    details: { causes, retryAfterSeconds: 1 },
    headers: { 'retry-after': '1' },
  })
}

/** What is wrong with a resource version that is no number, in the server's words. */
export function notAVersion(version: string): string {
  return `resourceVersion: Invalid value: "${version}": strconv.ParseUint: parsing "${version}": invalid syntax`
}

export interface WrongOption {
  readonly field: string
  readonly message: string
  readonly reason?: 'FieldValueForbidden' | 'FieldValueNotSupported'
}

/** Options of a list or a watch that exclude one another. */
export function invalidOptions(wrong: readonly WrongOption[]): Answer {
  const causes = wrong.map(({ field, message, reason = 'FieldValueForbidden' }) => ({
    reason,
    message: reason === 'FieldValueForbidden' ? `Forbidden: ${message}` : message,
    field,
  }))
  const told = causes.map(({ field, message }) => `${field}: ${message}`).join(', ')
  return status(422, `ListOptions.meta.k8s.io "" is invalid: ${causes.length > 1 ? `[${told}]` : told}`, {
    details: { group: 'meta.k8s.io', kind: 'ListOptions', causes },
  })
}
