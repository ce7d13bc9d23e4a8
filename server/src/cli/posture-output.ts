import { type KubernetesObject, keyOf, type ObjectRef } from '../kubernetes/object.ts'
import { mendingOf } from '../posture/mending.ts'
import type { Result } from '../posture/result.ts'
import type { Rule } from '../posture/rule.ts'
import { postureSarif } from '../posture/sarif.ts'
import { asMarkdownTable, asTable, asTsv, markdown } from './text-output.ts'

export const POSTURE_FORMATS = ['table', 'tsv', 'json', 'markdown', 'sarif'] as const

export interface PostureReport {
  /** Those that were asked. */
  readonly rules: readonly Rule[]
  readonly results: readonly Result[]
  readonly objects: readonly KubernetesObject[]
  /** With a baseline: only what it does not have is reported. */
  readonly isAgainstBaseline: boolean
  /** People see what passes as well. */
  readonly isAll: boolean
}

export function printPosture(report: PostureReport, format: (typeof POSTURE_FORMATS)[number]): string {
  if (format === 'json') return `${JSON.stringify(asJson(report), undefined, 2)}\n`
  if (format === 'sarif') return `${JSON.stringify(postureSarif(report.rules, report.results), undefined, 2)}\n`
  if (format === 'tsv') return asTsv(COLUMNS, report.results.map(cellsOf))
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]))
  const shown = report.results.filter(({ state }) => report.isAll || state !== 'pass')
  const cells = shown.map((result) => [...cellsOf(result), result.text || (rules.get(result.rule)?.title ?? '')])
  if (format === 'table') return asTable([...COLUMNS, 'text'], cells)
  return asMarkdown(report, rules)
}

const COLUMNS = ['rule', 'result', 'kind', 'namespace', 'name', 'path'] as const

function cellsOf({ rule, state, object: { kind, namespace, name }, path }: Result): string[] {
  return [rule, state, kind, namespace, name, path].map((cell) => cell || '-')
}

function asJson({ rules, results, objects }: PostureReport): unknown {
  const find = finder(objects)
  const asked = new Set(results.map(({ rule }) => rule))
  return {
    rules: rules
      .filter(({ id }) => asked.has(id))
      .map(({ id, title, severity, frameworks, why, remedy, noPatch }) => ({
        id,
        title,
        severity,
        frameworks,
        why,
        remedy,
        ...(noPatch === undefined ? {} : { noPatch }),
      })),
    results: results.map(({ rule, state, object, inObject, path, text, failure, under }) => ({
      rule,
      result: state,
      ...object,
      path,
      text,
      ...(failure
        ? {
            object: inObject,
            related: failure.related ?? [],
            under: under ?? null,
            fix: (failure.fix && mendingOf(failure.fix, inObject ?? object, find)) ?? null,
          }
        : {}),
    })),
  }
}

function asMarkdown({ results, isAgainstBaseline }: PostureReport, rules: ReadonlyMap<string, Rule>): string {
  const failing = results.filter(({ state }) => state === 'fail')
  if (failing.length === 0)
    return `### Configuration\n\n${isAgainstBaseline ? 'This change sets up nothing wrongly.' : 'Nothing is set up wrongly.'}\n`
  const lines = [...Map.groupBy(failing, ({ rule }) => rule)].map(([id, some]) => {
    const rule = rules.get(id)
    const first = some
      .slice(0, MOST_LINES)
      .map(({ object, text }) => `  - ${markdown(nameOf(object))}: ${markdown(text)}\n`)
    const left = some.length > MOST_LINES ? `  - and ${some.length - MOST_LINES} more\n` : ''
    return `- **${markdown(rule?.title ?? id)}** (${id}, ${rule?.severity}). ${markdown(rule?.remedy ?? '')}\n${first.join('')}${left}`
  })
  return `### Configuration\n\n${lines.join('')}\n${asMarkdownTable(COLUMNS, failing.map(cellsOf))}`
}

const MOST_LINES = 10

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

function finder(objects: readonly KubernetesObject[]): (ref: ObjectRef) => KubernetesObject | undefined {
  const byName = new Map(
    objects.map((object) => {
      const { kind = '', metadata: { namespace = '', name = '' } = {} } = object
      return [keyOf({ kind, namespace, name }), object]
    }),
  )
  return (ref) =>
    byName.get(keyOf(ref)) ?? (ref.namespace === 'default' ? byName.get(keyOf({ ...ref, namespace: '' })) : undefined)
}
