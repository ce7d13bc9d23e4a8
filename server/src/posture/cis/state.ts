import type { BenchmarkAnswer } from '@breakwater/drizzle/tables/posture.ts'
import {
  BENCHMARK_STATES,
  type BenchmarkCheckShape,
  type BenchmarkFacts,
  type BenchmarkRule,
  type BenchmarkState,
} from '@breakwater/schema/benchmark-service.ts'
import type { CisVersion } from '../frameworks.ts'
import type { Knowledge } from './check.ts'
import { checksOf, type NumberedCheck } from './list-of-checks.ts'
import { toldByNodes } from './node-share.ts'
import { isOfControlPlane } from './sections.ts'

type Told = readonly [state: BenchmarkState, reason: string]

const NOT_CHECKED = 'No check of the cluster has run yet.'

/**
 * The state of each check of a version of the benchmark, in the order of their numbers. Rules decide before what objects say besides; a fault that one
 * source sees is one, whatever the others say. Nothing passes for want of data.
 */
export function benchmarkStates(version: CisVersion, facts: BenchmarkFacts): BenchmarkCheckShape[] {
  const bySection = Map.groupBy(
    facts.rules.flatMap((rule) => rule.sections.map((section) => ({ section, rule }))),
    ({ section }) => section,
  )
  return checksOf(version).map((check) => {
    const rules = (bySection.get(check.number) ?? []).map(({ rule }) => rule)
    const named = { number: check.number, title: check.title, automated: check.automated.includes(version) }
    const ids = rules.map(({ id }) => id)
    if (facts.managedBy !== undefined && isOfControlPlane(check.number))
      return { ...named, ...managed(facts.managedBy), rules: ids, nodes: undefined }
    const nodes = toldByNodes(check, facts)
    const [state, reason] = strongest([...ofNodes(nodes?.answer), ...ofOthers(check, rules, facts)])
    return { ...named, state, reason, rules: ids, nodes: nodes?.share }
  })
}

function managed(by: string): { readonly state: BenchmarkState; readonly reason: string } {
  return { state: 'NOT_ASSESSABLE', reason: `Managed control plane: ${by} runs it, and does not show how it is set.` }
}

/** Who knows nothing does not take away what another knows. Of two that know as much the first tells. */
function strongest(told: readonly Told[]): Told {
  const [first] = told.toSorted(([a], [b]) => BENCHMARK_STATES.indexOf(a) - BENCHMARK_STATES.indexOf(b))
  return first ?? ['NOT_ASSESSABLE', NOT_CHECKED]
}

function ofNodes(answer: BenchmarkAnswer | undefined): Told[] {
  return answer ? [[answer[0] === 'ABSENT' ? 'NOT_ASSESSABLE' : answer[0], answer[1]]] : []
}

function ofOthers({ number, by }: NumberedCheck, rules: readonly BenchmarkRule[], { objects }: BenchmarkFacts): Told[] {
  if (rules.length > 0) return [ofRules(rules, objects !== undefined)]
  return ofKnowledge(by, objects?.[number])
}

function ofRules(rules: readonly BenchmarkRule[], isChecked: boolean): Told {
  const judging = rules.filter(({ passed }) => passed >= 0)
  const sum = (number: 'failed' | 'exempt') => judging.reduce((total, rule) => total + rule[number], 0)
  const failed = sum('failed')
  if (failed > 0) {
    const only = judging.find((rule) => rule.failed > 0)?.failure
    return ['FAIL', failed === 1 && only ? only : `${failed} places fail.`]
  }
  const unknown = judging.find(({ notAssessable }) => notAssessable > 0)
  if (unknown) return ['NOT_ASSESSABLE', unknown.unknown || 'Of something nothing can be said.']
  const exempt = sum('exempt')
  if (exempt > 0)
    return ['EXEMPT', exempt === 1 ? 'A place is held for right.' : `${exempt} places are held for right.`]
  if (judging.length > 0) return ['PASS', '']
  return ['NOT_ASSESSABLE', isChecked ? 'The cluster has nothing that the check is about.' : NOT_CHECKED]
}

function ofKnowledge(by: Knowledge, told: BenchmarkAnswer | undefined): Told[] {
  if (by.kind === 'judgement') return [['MANUAL', 'Asks for the judgement of a person.']]
  if (by.kind === 'rules') return [['NOT_ASSESSABLE', 'No rule looks after it.']]
  if (by.kind === 'nodeJob') return []
  return told && told[0] !== 'ABSENT' ? [[told[0], told[1]]] : [['NOT_ASSESSABLE', NOT_CHECKED]]
}
