import { fieldsOf, isFields } from '../../kubernetes/fields.ts'
import { readSelector, selects } from '../../kubernetes/label-selector.ts'
import { valueAt } from '../path.ts'
import type { Rule } from '../rule.ts'
import type { Workload } from '../subject.ts'

/** Source: Kubernetes, Deployments, "Selector": it must match the labels of the template, or the API refuses it. */
export const selectorMismatch: Rule = {
  id: 'KC-051',
  title: 'Selector does not match the template',
  severity: 'low',
  frameworks: [],
  why: 'The API server refuses the workload, so that what is deployed stays an older version than what was written.',
  remedy: 'Give the template all labels that the selector asks for, or correct the selector.',
  noPatch: 'Whether the selector or the template is meant is for you to say.',
  workload: (workload) => {
    const path = selectorPath(workload)
    const written = path && valueAt(workload.object, path)
    if (!path || !isFields(written) || Object.keys(written).length === 0) return []
    if (workload.ref.kind === 'ReplicationController')
      return matches({ matchLabels: written }, workload) ? [] : [{ path, text: TEXT }]
    if (matches(written, workload)) return []
    const { matchLabels } = written
    const wrong = matches({ matchLabels: fieldsOf(matchLabels) }, workload) ? 'matchExpressions' : 'matchLabels'
    return [{ path: [...path, wrong], text: TEXT }]
  },
}

const TEXT = 'The selector does not match the labels of the template.'

/** Beside the template; a pod has none. */
function selectorPath({ podMetadataPath }: Workload): readonly (string | number)[] | undefined {
  return podMetadataPath.length < 3 ? undefined : [...podMetadataPath.slice(0, -2), 'selector']
}

/** What is no selector is another fault. */
function matches(selector: unknown, { podLabels }: Workload): boolean {
  const read = readSelector(selector)
  return !read || selects(read, podLabels)
}
