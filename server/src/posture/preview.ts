import type { CheckPreviewResult } from '@breakwater/schema/check-service.ts'
import { type KubernetesObject, keyOf } from '../kubernetes/object.ts'
import { type CustomRuleSource, customRule } from './custom-rule.ts'
import { evaluate } from './evaluate.ts'
import { readObjects } from './read-objects.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

const MOST_TOLD = 20
const MOST_PROBLEMS = 10

/** What a rule that users write would say. Throws `ExpressionError` for one that cannot be asked. */
export function previewOf(
  source: CustomRuleSource,
  objects: readonly KubernetesObject[],
  unread: ReadonlyMap<string, string>,
): CheckPreviewResult {
  const options = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }
  const results = evaluate([customRule(source)], readObjects(objects, unread), options)
  const wrong = results.filter(({ state }) => state === 'fail')
  const silent = results.filter(({ state }) => state === 'not_assessable')
  return {
    judged: new Set(results.map(({ object }) => keyOf(object))).size,
    matches: wrong.length,
    notAssessable: silent.length,
    first: wrong.slice(0, MOST_TOLD).map(({ object, path }) => ({ object, path })),
    problems: [...new Set(silent.map(({ text }) => text))].slice(0, MOST_PROBLEMS),
    unread: [...unread.keys()].sort(),
  }
}
