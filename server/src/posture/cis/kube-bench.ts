import type { BenchmarkAnswer, BenchmarkAnswerState } from '@breakwater/drizzle/tables/posture.ts'
import { fieldsOf, isFields, listOf, textOf } from '../../kubernetes/fields.ts'
import { CIS_VERSIONS, type CisVersion } from '../frameworks.ts'
import { checksOf } from './list-of-checks.ts'

/** What kube-bench said on a node of the checks of a version, by their numbers. */
export interface KubeBenchReport {
  readonly version: CisVersion
  readonly answers: ReadonlyMap<string, BenchmarkAnswer>
}

const MOST_TEXT = 4_194_304
const MOST_CHECKS = 2_000

/** kube-bench warns of what it cannot score, and informs of what it did not run. */
const STATES: ReadonlyMap<string, BenchmarkAnswerState> = new Map([
  ['PASS', 'PASS'],
  ['FAIL', 'FAIL'],
  ['WARN', 'MANUAL'],
  ['INFO', 'NOT_ASSESSABLE'],
])
const ORDER: readonly BenchmarkAnswerState[] = ['FAIL', 'MANUAL', 'NOT_ASSESSABLE', 'PASS']

/**
 * Reads what `kube-bench --json` wrote on a node: `{"Controls": [{"version", "tests": [{"results": [{"test_number", "status", "reason"}]}]}]}`, or
 * the list of controls alone. A report for each version of the benchmark that is known; none for anything else. Never throws.
 */
export function readKubeBench(text: string): KubeBenchReport[] {
  const byVersion = new Map<CisVersion, Map<string, BenchmarkAnswer>>()
  for (const control of controlsOf(text)) {
    const version = CIS_VERSIONS.find((one) => `cis-${one}` === control['version'])
    if (version === undefined) continue
    const answers = byVersion.get(version) ?? new Map<string, BenchmarkAnswer>()
    byVersion.set(version, answers)
    const known = new Set(checksOf(version).map(({ number }) => number))
    const results = listOf(control['tests']).flatMap(({ results: written }) => listOf(written))
    for (const result of results.slice(0, MOST_CHECKS)) {
      const number = textOf(result['test_number'], 20)
      const state = STATES.get(textOf(result['status'], 10))
      if (!known.has(number) || state === undefined) continue
      const before = answers.get(number)
      if (before && ORDER.indexOf(before[0]) <= ORDER.indexOf(state)) continue
      answers.set(number, [state, state === 'PASS' ? '' : reasonOf(result, state)])
    }
  }
  return [...byVersion].map(([version, answers]) => ({ version, answers }))
}

/** The benchmarks that the text names, whether they are known or not. None for what kube-bench did not write. */
export function benchmarksNamed(text: string): string[] {
  return [...new Set(controlsOf(text).map((control) => textOf(control['version'], 40)))].filter((one) => one !== '')
}

/** The reason is kube-bench's own, or a sentence of ours: what it read on the node may hold what is secret, and is not kept. */
function reasonOf(result: Readonly<Record<string, unknown>>, state: BenchmarkAnswerState): string {
  const reason = textOf(result['reason'], 300).replaceAll(/\s+/g, ' ').trim()
  if (reason !== '') return reason
  if (state === 'FAIL') return 'kube-bench says that it fails.'
  return state === 'MANUAL' ? 'kube-bench leaves it to a person.' : 'kube-bench did not run it.'
}

function controlsOf(text: string): Readonly<Record<string, unknown>>[] {
  if (text.length > MOST_TEXT) return []
  try {
    const read: unknown = JSON.parse(text)
    if (isFields(read)) return listOf(fieldsOf(read)['Controls'])
    return listOf(read)
  } catch {
    return []
  }
}
