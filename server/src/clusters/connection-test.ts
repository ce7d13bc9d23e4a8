import type { ConnectionTest as ApiConnectionTest, ConnectionStep as ApiStep } from '@breakwater/schema/services.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import type { ConnectionStep, ConnectionStepName, ConnectionTest, KindCheck } from './test-connection.ts'

/** Which step of the API a step of the test belongs to: people tell "who am I" and "who are you" from no other. */
const STEPS: Readonly<Record<ConnectionStepName, ApiStep['step']>> = {
  CONFIGURATION: 'CONFIGURATION',
  REACHABLE: 'REACHABLE',
  ENCRYPTION: 'CERTIFICATE',
  KUBERNETES: 'IDENTITY',
  AUTHENTICATION: 'IDENTITY',
  IDENTITY: 'IDENTITY',
}

/** The test as the API tells it: steps that were not come to are left out, and the rights are a step of their own. */
export function toConnectionTest({ connectable, steps, identity, caller, kinds }: ConnectionTest): ApiConnectionTest {
  const taken = Map.groupBy(
    steps.filter((step) => step.result !== 'SKIPPED'),
    (step) => STEPS[step.step],
  )
  return {
    ok: connectable,
    steps: [...[...taken].map(([name, parts]) => toStep(name, parts)), ...(connectable ? [rights(kinds)] : [])],
    uid: identity?.uid,
    version: identity?.version,
    server: identity?.server,
    caller,
    kinds: kinds.map(({ kind, gap, watchable }) => ({
      kind,
      watchable,
      reason: gap?.reason ?? 'COMPLETE',
      message: gap?.message ?? '',
      advice: gap?.advice ?? '',
    })),
  }
}

function toStep(step: ApiStep['step'], parts: readonly ConnectionStep[]): ApiStep {
  const failed = parts.find((part) => part.result === 'FAILED')
  return { step, ok: !failed, code: failed?.code, message: failed?.message ?? '', advice: failed?.advice ?? '' }
}

const OPTIONAL = new Set(KINDS.filter(({ optional }) => optional).map(({ kind }) => kind))

/** Kinds that may not be read are no hindrance: they become coverage. That none may be is worth knowing before. */
function rights(kinds: readonly KindCheck[]): ApiStep {
  // What only some clusters serve, and this one does not, is nothing that could be read.
  const there = kinds.filter(({ kind, gap }) => !(OPTIONAL.has(kind) && gap?.reason === 'NOT_SERVED'))
  const readable = there.filter(({ gap }) => !gap).length
  const forbidden = kinds.filter(({ gap }) => gap?.reason === 'FORBIDDEN').map(({ kind }) => kind)
  return {
    step: 'RIGHTS',
    ok: readable > 0,
    code: readable > 0 ? undefined : 'FORBIDDEN',
    message: `${readable} of ${there.length} kinds can be read.`,
    advice: forbidden.length > 0 ? `Allow get, list and watch of: ${forbidden.join(', ')}.` : '',
  }
}
