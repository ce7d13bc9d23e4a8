import { textOf } from '../kubernetes/fields.ts'
import type { Failure } from './rule.ts'
import { securityPath, whoIs } from './security-context.ts'
import type { Workload } from './subject.ts'

/** Containers that see parts of /proc that runtimes hide. */
export function unmaskedProcMounts({ containers }: Workload): Failure[] {
  return containers.flatMap((container): Failure[] => {
    const mount = textOf(container.security['procMount'], 64)
    if (mount === '' || mount === 'Default') return []
    const path = securityPath(container, 'procMount')
    const text = `${whoIs(container)} sets procMount to ${mount}.`
    return [{ path, text, fix: { edits: [{ path, value: 'Default' }] } }]
  })
}
