import { mitre } from '../frameworks.ts'
import { hostPathsOf, mountsOf } from '../host-paths.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Volumes", hostPath: where one has to be used, it should be mounted read-only. */
export const writableHostPath: Rule = {
  id: 'KC-021',
  title: 'Writable hostPath mount',
  severity: 'high',
  frameworks: mitre('T1611'),
  why: 'What the container writes there stays on the node when the pod is gone, and may be run by the node or by other pods.',
  remedy: 'Mount the volume with readOnly: true, or keep what is written in another kind of volume.',
  covers: ['KC-020', 'KC-025'],
  workload(workload) {
    const volumes = new Map(hostPathsOf(workload).map((volume) => [volume.name, volume]))
    return mountsOf(workload).flatMap(({ who, name, readOnly, path }) => {
      const volume = volumes.get(name)
      if (!volume || readOnly) return []
      const field = [...path, 'readOnly']
      const text = `${who} can write to ${volume.hostPath || 'a path'} of the node.`
      return [{ path: field, place: volume.place, text, fix: { edits: [{ path: field, value: true }] } }]
    })
  },
}
