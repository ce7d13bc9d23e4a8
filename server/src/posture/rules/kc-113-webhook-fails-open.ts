import { fieldsOf, isFields, textsOf } from '../../kubernetes/fields.ts'
import { readSelector, selects } from '../../kubernetes/label-selector.ts'
import type { Facts } from '../facts.ts'
import { mitre } from '../frameworks.ts'
import { engineOfWebhook, seesNewPods, WEBHOOK_KINDS } from '../pod-admission.ts'
import type { Failure, Rule } from '../rule.ts'
import { membersOf, type Subject } from '../subject.ts'

/**
 * Hooks that keep something out: validating ones for pods, what makes pods, or rights, and all of a policy engine. One that is asked about
 * less than half of the namespaces lets through what is made in the others.
 * Source: Kubernetes, Dynamic Admission Control, "Failure policy" (Fail unless another is written) and "Matching requests: namespaceSelector".
 */
export const webhookFailsOpen: Rule = {
  id: 'KC-113',
  title: 'Admission webhook fails open',
  severity: 'high',
  frameworks: [...mitre('T1562')],
  why: 'While the service behind the webhook does not answer, everything that it would refuse gets in, and whoever can slow it down chooses when.',
  remedy: 'Set failurePolicy to Fail, run the service with several replicas, and leave out its own namespace only.',
  reads: ['Namespace'],
  objects: Object.fromEntries(WEBHOOK_KINDS.map((kind) => [kind, judge])),
}

function judge({ object, ref }: Subject, facts: Facts): Failure[] {
  return membersOf(object['webhooks']).flatMap(({ fields, at }): Failure[] => {
    const name = typeof fields['name'] === 'string' ? fields['name'].slice(0, 253) : ''
    const keepsOut = ref.kind === 'ValidatingWebhookConfiguration' && judgesPodsOrRights(fields)
    if (!keepsOut && engineOfWebhook(name) === undefined) return []
    const failures: Failure[] = []
    if (fields['failurePolicy'] === 'Ignore') {
      const path = ['webhooks', at, 'failurePolicy']
      const text = `Webhook ${name} lets everything through while it does not answer.`
      failures.push({ path, text, fix: { edits: [{ path, value: 'Fail' }] } })
    }
    if (leavesOutMost(fields['namespaceSelector'], facts)) {
      const text = `Webhook ${name} is asked about less than half of the namespaces.`
      failures.push({ path: ['webhooks', at, 'namespaceSelector'], text })
    }
    return failures
  })
}

const GUARDED: ReadonlySet<string> = new Set([
  '*',
  '*/*',
  'clusterrolebindings',
  'clusterroles',
  'cronjobs',
  'daemonsets',
  'deployments',
  'jobs',
  'replicasets',
  'rolebindings',
  'roles',
  'statefulsets',
])

function judgesPodsOrRights(webhook: Readonly<Record<string, unknown>>): boolean {
  const isGuarded = membersOf(webhook['rules']).some(({ fields }) =>
    textsOf(fields['resources']).some((resource) => GUARDED.has(resource)),
  )
  return isGuarded || seesNewPods(webhook)
}

/** Namespaces of the system do not count: hooks leave them out so that the cluster can start. */
function leavesOutMost(selector: unknown, facts: Facts): boolean {
  const read = isFields(selector) ? readSelector(selector) : undefined
  if (!read || Object.keys(fieldsOf(selector)).length === 0) return false
  const namespaces = facts.objects('Namespace').filter(({ ref }) => !ref.name.startsWith('kube-'))
  const asked = namespaces.filter(({ ref, labels }) =>
    selects(read, { ...labels, 'kubernetes.io/metadata.name': ref.name }),
  )
  return asked.length * 2 < namespaces.length
}
