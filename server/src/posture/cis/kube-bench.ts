import { fieldsOf, isFields, listOf, textOf } from '../../kubernetes/fields.ts'
import { CIS_VERSIONS, type CisVersion } from '../frameworks.ts'
import type { CisStateKind, NodeStates } from './state.ts'

export interface KubeBenchReport extends NodeStates {
  readonly version: CisVersion
}

const MOST_TEXT = 16_777_216
const MOST_CHECKS = 2_000

/** kube-bench warns of what it cannot score, and informs of what it did not run. */
const STATES: ReadonlyMap<string, CisStateKind> = new Map([
  ['PASS', 'pass'],
  ['FAIL', 'fail'],
  ['WARN', 'manual'],
  ['INFO', 'not_assessable'],
])
const ORDER: readonly CisStateKind[] = ['fail', 'manual', 'not_assessable', 'pass']

/**
 * Reads what `kube-bench --json` wrote on a node: `{"Controls": [{"version", "tests": [{"results": [{"test_number", "status", "reason"}]}]}]}`, or
 * the list of controls alone. A report for each version of the benchmark that is known; none for anything else. Never throws.
 */
export function readKubeBench(text: string, node: string): KubeBenchReport[] {
  if (text.length > MOST_TEXT) return []
  const byVersion = new Map<CisVersion, Map<string, { state: CisStateKind; reason: string }>>()
  for (const control of controlsOf(text)) {
    const version = CIS_VERSIONS.find((one) => `cis-${one}` === control['version'])
    if (version === undefined) continue
    const states = byVersion.get(version) ?? new Map()
    byVersion.set(version, states)
    const results = listOf(control['tests']).flatMap(({ results: written }) => listOf(written))
    for (const result of results.slice(0, MOST_CHECKS)) {
      const number = textOf(result['test_number'], 20)
      const state = STATES.get(textOf(result['status'], 10))
      if (!/^\d(?:\.\d{1,2}){1,2}$/.test(number) || state === undefined) continue
      const known = states.get(number)
      if (known && ORDER.indexOf(known.state) <= ORDER.indexOf(state)) continue
      states.set(number, { state, reason: state === 'pass' ? '' : reasonOf(result, state) })
    }
  }
  return [...byVersion].map(([version, states]) => ({ node: textOf(node, 253), version, states }))
}

/** The reason is kube-bench's own, or a sentence of ours: what it read on the node may hold what is secret, and is not kept. */
function reasonOf(result: Readonly<Record<string, unknown>>, state: CisStateKind): string {
  const reason = textOf(result['reason'], 300).replaceAll(/\s+/g, ' ').trim()
  if (reason !== '') return reason
  if (state === 'fail') return 'kube-bench says that it fails.'
  return state === 'manual' ? 'kube-bench leaves it to a person.' : 'kube-bench did not run it.'
}

function controlsOf(text: string): Readonly<Record<string, unknown>>[] {
  try {
    const read: unknown = JSON.parse(text)
    if (isFields(read)) return listOf(fieldsOf(read)['Controls'])
    return listOf(read)
  } catch {
    return []
  }
}
