import {
  SARIF_SCHEMA,
  SARIF_TOOL,
  SARIF_VERSION,
  type SarifFinding,
  sarifResult,
  sarifRule,
} from '../kubernetes/sarif.ts'
import type { Result } from './result.ts'
import type { Rule } from './rule.ts'

/** Failures, and what is exempt as suppressed, in the format of static analysis. */
export function postureSarif(rules: readonly Rule[], results: readonly Result[]): unknown {
  const told = results.filter(({ state }) => state === 'fail' || state === 'exempt')
  const used = rules.filter(({ id }) => told.some(({ rule }) => rule === id))
  return {
    $schema: SARIF_SCHEMA,
    version: SARIF_VERSION,
    runs: [
      {
        tool: { driver: { name: SARIF_TOOL, rules: used.map(sarifRule) } },
        results: told.map((result) => sarifResult(findingOf(result, used))),
      },
    ],
  }
}

function findingOf({ rule, state, object, path, stablePath, text }: Result, rules: readonly Rule[]): SarifFinding {
  const ruleIndex = rules.findIndex(({ id }) => id === rule)
  const name = [object.kind, object.namespace, object.name].filter((part) => part !== '').join('/')
  return {
    ...{ rule, ruleIndex, severity: rules[ruleIndex]?.severity ?? 'low', object, path, text },
    fingerprint: { 'ruleObjectPath/v1': `${rule} ${name} ${stablePath}` },
    justification: state === 'exempt' ? text : undefined,
  }
}
