import { textOf } from '../../kubernetes/fields.ts'
import { MOVED_KINDS, REMOVED_APIS } from '../removed-apis.ts'
import { EVERY_KIND, type Failure, type Rule } from '../rule.ts'
import { NEWEST_MINOR } from '../supported-versions.ts'

const PATH = ['apiVersion']

/** What API servers serve themselves is in a version that they know: it is manifests that fail. Source: Kubernetes, Deprecated API Migration Guide. */
export const removedApiVersion: Rule = {
  id: 'KC-115',
  title: 'Deprecated or removed API version',
  severity: 'low',
  frameworks: [],
  why: 'The API server does not take the object any more, or will not after the next upgrade: deployments fail just when they are needed.',
  remedy:
    'Write the object in the API version that came after it; the migration guide of Kubernetes says what changes.',
  objects: {
    [EVERY_KIND]: ({ object, ref }, { minor }) => {
      const apiVersion = textOf(object.apiVersion, 253)
      if (apiVersion === '' || !MOVED_KINDS.has(ref.kind)) return undefined
      const removed = REMOVED_APIS.get(`${apiVersion} ${ref.kind}`)
      const isComing = removed !== undefined && removed.removed <= (minor ?? NEWEST_MINOR) + 1
      if (!isComing) return []
      const { deprecated, successor } = removed
      const instead = successor === undefined ? 'nothing comes after it' : `${successor} comes after it`
      const text = `${apiVersion} is deprecated since 1.${deprecated} and gone since 1.${removed.removed}; ${instead}.`
      const failure: Failure = { path: PATH, text }
      return [
        successor !== undefined && removed.isSame
          ? { ...failure, fix: { edits: [{ path: PATH, value: successor }] } }
          : failure,
      ]
    },
  },
}
