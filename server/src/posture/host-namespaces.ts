import type { Failure } from './rule.ts'
import type { Workload } from './subject.ts'

/** The fault that a pod is in a namespace of its node; none for one that is not. */
export function hostNamespace(
  { spec, specPath }: Workload,
  field: 'hostPID' | 'hostIPC' | 'hostNetwork',
  text: string,
): Failure[] {
  if (spec[field] !== true) return []
  const path = [...specPath, field]
  return [{ path, text, fix: { edits: [{ path, value: false }] } }]
}
