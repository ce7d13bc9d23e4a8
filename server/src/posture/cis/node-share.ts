import type { BenchmarkAnswer, BenchmarkAnswerState } from '@breakwater/drizzle/tables/posture.ts'
import type { BenchmarkFacts, BenchmarkNodeShare } from '@breakwater/schema/benchmark-service.ts'
import type { NumberedCheck } from './list-of-checks.ts'
import { isOfControlPlane } from './sections.ts'

/** What nodes tell of a check, in numbers and in one answer. */
export interface NodesTold {
  readonly share: BenchmarkNodeShare
  readonly answer: BenchmarkAnswer
}

const MOST_FAILING = 10
const NEEDS_NODE = 'Only the node itself tells: a job on the nodes, or a report of kube-bench, has to be read.'
/** Of two reports of one node that which knows more; a fault that one of them sees is one. */
const ORDER: readonly BenchmarkAnswerState[] = ['FAIL', 'PASS', 'MANUAL', 'NOT_ASSESSABLE', 'ABSENT']

/**
 * What nodes tell of a check; undefined where they have nothing to tell. It passes only when all nodes that it is about have told: of the control
 * plane those that are known to be of it, and all where none is. Policies of the cluster are told by any node.
 */
export function toldByNodes(
  { number, by }: NumberedCheck,
  { nodes, reports }: Pick<BenchmarkFacts, 'nodes' | 'reports'>,
): NodesTold | undefined {
  const meant = nodes && meantNodes(number, nodes)
  const told = new Map<string, BenchmarkAnswer>()
  for (const { node, answers } of reports) {
    const answer = answers[number]
    if (answer === undefined || (meant && !meant.has(node))) continue
    const known = told.get(node)
    if (!known || ORDER.indexOf(answer[0]) < ORDER.indexOf(known[0])) told.set(node, answer)
  }
  if (told.size === 0 && by.kind !== 'nodeJob') return undefined
  const isOfCluster = number.startsWith('5.')
  const silent = isOfCluster ? 0 : meant && [...meant].filter((node) => !told.has(node)).length
  const share = shareOf(told, silent)
  return { share, answer: told.size === 0 ? ['NOT_ASSESSABLE', NEEDS_NODE] : answerOf(told, share, meant?.size) }
}

function meantNodes(number: string, nodes: NonNullable<BenchmarkFacts['nodes']>): ReadonlySet<string> {
  const ofControlPlane = nodes.filter(({ isControlPlane }) => isControlPlane)
  const meant = isOfControlPlane(number) && ofControlPlane.length > 0 ? ofControlPlane : nodes
  return new Set(meant.map(({ name }) => name))
}

function shareOf(told: ReadonlyMap<string, BenchmarkAnswer>, silent: number | undefined): BenchmarkNodeShare {
  const of = (...states: BenchmarkAnswerState[]) => [...told].filter(([, [state]]) => states.includes(state))
  const failing = of('FAIL').sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    passed: of('PASS').length,
    failed: failing.length,
    notAssessable: of('NOT_ASSESSABLE', 'MANUAL').length,
    absent: of('ABSENT').length,
    silent,
    failing: failing.slice(0, MOST_FAILING).map(([node, [, reason]]) => `${node}: ${reason}`),
  }
}

function answerOf(
  told: ReadonlyMap<string, BenchmarkAnswer>,
  { passed, failed, silent, failing: faults }: BenchmarkNodeShare,
  meant: number | undefined,
): BenchmarkAnswer {
  const [fault] = faults
  if (fault !== undefined) return ['FAIL', failed === 1 ? fault : `${failed} nodes fail. ${fault}`]
  const unknown = [...told].find(([, [state]]) => state === 'NOT_ASSESSABLE' || state === 'MANUAL')
  if (unknown) return [unknown[1][0], `${unknown[0]}: ${unknown[1][1]}`]
  if (silent === undefined)
    return ['NOT_ASSESSABLE', 'Nothing is wrong where nodes told; which nodes there are could not be read.']
  if (silent > 0)
    return ['NOT_ASSESSABLE', `Nothing is wrong where nodes told; ${silent} of ${meant ?? told.size} have not.`]
  return passed > 0 ? ['PASS', ''] : ['NOT_ASSESSABLE', 'No node has what the check is about.']
}
