import { textOf } from '../../kubernetes/fields.ts'
import type { Edit, Rule } from '../rule.ts'

/**
 * API servers fill both fields with the same name, so that equal ones are right.
 * Source: Kubernetes API, PodSpec: serviceAccount is a deprecated alias for serviceAccountName; where both are written the latter counts.
 */
export const deprecatedAccountField: Rule = {
  id: 'KC-041',
  title: 'Deprecated serviceAccount field',
  severity: 'low',
  frameworks: [],
  why: 'The field is an old alias: tools and policies that read only serviceAccountName take the pods for ones that run with another account.',
  remedy: 'Write the name of the account in serviceAccountName and leave serviceAccount out.',
  workload: ({ spec, specPath }) => {
    const former = textOf(spec['serviceAccount'], 253)
    const present = textOf(spec['serviceAccountName'], 253)
    if (former === '' || former === present) return []
    const path = [...specPath, 'serviceAccount']
    const rename: Edit[] = present === '' ? [{ path: [...specPath, 'serviceAccountName'], value: former }] : []
    const text =
      present === ''
        ? 'The account is named by the deprecated field alone.'
        : `The deprecated field names ${former}, but ${present} counts.`
    return [{ path, text, fix: { edits: [...rename, { path, remove: true }] } }]
  },
}
