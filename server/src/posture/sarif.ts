import type { ObjectRef } from '../kubernetes/object.ts'
import type { Result } from './evaluate.ts'
import type { Requirement } from './frameworks.ts'
import type { Rule, RuleSeverity } from './rule.ts'

const LEVELS: Readonly<Record<RuleSeverity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
}
/** Source: GitHub, "SARIF support for code scanning": from 9.0 critical, from 7.0 high, from 4.0 medium. */
const SCORES: Readonly<Record<RuleSeverity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' }

/** Failures, and what is exempt as suppressed, in the format of static analysis. Source: OASIS SARIF 2.1.0. */
export function postureSarif(rules: readonly Rule[], results: readonly Result[]): unknown {
  const told = results.filter(({ state }) => state === 'fail' || state === 'exempt')
  const used = rules.filter(({ id }) => told.some(({ rule }) => rule === id))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Breakwater', rules: used.map(ruleOf) } },
        results: told.map((result) => resultOf(result, used)),
      },
    ],
  }
}

function ruleOf({ id, title, severity, why, remedy, frameworks }: Rule): unknown {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: remedy },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SCORES[severity], tags: ['security', ...new Set(frameworks.map(tagOf))] },
  }
}

function tagOf({ framework, version, section }: Requirement): string {
  return [framework, version, section].filter((part) => part !== '').join(' ')
}

function resultOf({ rule, state, object, path, stablePath, text }: Result, rules: readonly Rule[]): unknown {
  const ruleIndex = rules.findIndex(({ id }) => id === rule)
  const severity = rules[ruleIndex]?.severity ?? 'low'
  const name = nameOf(object)
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: text || name },
    locations: [
      {
        // An object of a cluster is in no file: its address stands for one, so that programs which want one take it.
        physicalLocation: { artifactLocation: { uri: uriOf(object) }, region: { startLine: 1 } },
        logicalLocations: [{ name, fullyQualifiedName: path === '' ? name : `${name} ${path}`, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'ruleObjectPath/v1': `${rule} ${name} ${stablePath}` },
    ...(state === 'exempt' ? { suppressions: [{ kind: 'external', justification: text }] } : {}),
  }
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return [kind, namespace, name].filter((part) => part !== '').join('/')
}

function uriOf({ kind, namespace, name }: ObjectRef): string {
  return (
    [kind, namespace, name]
      .filter((part) => part !== '')
      .map(encodeURIComponent)
      .join('/') || 'cluster'
  )
}
