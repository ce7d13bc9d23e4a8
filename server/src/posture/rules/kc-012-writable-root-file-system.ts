import { nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isWindows, securityPath, whoIs } from '../security-context.ts'

/** Source: NSA/CISA Kubernetes Hardening Guidance, "Immutable container file systems". Windows needs to write to its own. */
export const writableRootFileSystem: Rule = {
  id: 'KC-012',
  title: 'Writable root file system',
  severity: 'low',
  frameworks: nsa('Pod security'),
  why: 'Whoever takes over the program can put tools beside it, and change what it runs next.',
  remedy: 'Set readOnlyRootFilesystem to true, and mount an emptyDir where the program writes.',
  workload(workload) {
    if (isWindows(workload)) return undefined
    return workload.containers
      .filter(({ security }) => security['readOnlyRootFilesystem'] !== true)
      .map((container) => {
        const path = securityPath(container, 'readOnlyRootFilesystem')
        const text = `${whoIs(container)} can write to its root file system.`
        return { path, text, fix: { edits: [{ path, value: true }] } }
      })
  },
}
