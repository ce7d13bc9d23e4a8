import type { CheckService, CheckSource } from '@breakwater/schema/check-service.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import type { AskedOnce } from './asked-once.ts'
import { ExpressionError } from './custom-expression.ts'
import { type CustomRuleSource, customRule } from './custom-rule.ts'
import { FRAMEWORK_CATALOG } from './framework-catalog.ts'
import { objectSource } from './object-source.ts'
import { eachOf } from './stored-rules.ts'
import { WORKLOAD_KINDS } from './subject.ts'

const HAS_CONTAINERS = new Set(['Workload', ...WORKLOAD_KINDS])
const ALL_KINDS = new Set(KINDS.map(({ kind }) => kind))

/**
 * What is known of rules, and of those that users write; `judgeAnew` has all clusters judged. A preview is asked in a thread that is ended at its deadline: an expression is bounded in
 * what it may loop over, but not in how many objects it is asked of.
 */
export function createCheckService(asked: AskedOnce, judgeAnew: () => Promise<void>): CheckService {
  return {
    catalog: () => FRAMEWORK_CATALOG,
    examine,
    judgeAnew,
    source: objectSource,
    async preview({ cluster, source: written }, signal) {
      examine(written)
      const source = sourceOf(written)
      return asked.ask(cluster, kindsOf(source), { ask: 'preview', source }, signal)
    },
  }
}

function examine(source: CheckSource): void {
  const unknown = source.kinds.find((kind) => kind !== 'Workload' && !ALL_KINDS.has(kind))
  if (unknown !== undefined) {
    const known = `Workload, ${[...ALL_KINDS].sort().join(', ')}`
    throw new RequestError('KIND_UNKNOWN', `"${unknown.slice(0, 60)}" is not read. What is: ${known}.`, ['kinds'])
  }
  const without = source.each === 'CONTAINER' ? source.kinds.find((kind) => !HAS_CONTAINERS.has(kind)) : undefined
  if (without !== undefined)
    throw new RequestError('KIND_UNKNOWN', `${without} has no containers: ask of the object as a whole.`, ['kinds'])
  try {
    customRule(sourceOf(source))
  } catch (error) {
    if (error instanceof ExpressionError) throw new RequestError('EXPRESSION_INVALID', error.message, ['expression'])
    throw error
  }
}

function sourceOf({ kinds, each, expression }: CheckSource): CustomRuleSource {
  const named = { id: 'CU-000', title: 'It is wrong', severity: 'low', why: '', remedy: '' } as const
  return { ...named, kinds, each: eachOf(each), expression }
}

/** What makes pods is told from what else does: a ReplicaSet of a Deployment is none of its own. */
function kindsOf({ kinds }: CustomRuleSource): string[] {
  const isOfWorkloads = kinds.some((kind) => kind === 'Workload' || WORKLOAD_KINDS.includes(kind))
  const named = new Set([...kinds, ...(isOfWorkloads ? WORKLOAD_KINDS : [])])
  return KINDS.map(({ kind }) => kind).filter((kind) => named.has(kind))
}
