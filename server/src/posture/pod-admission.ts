import { type Fields, fieldsOf, listOf, textOf, textsOf } from '../kubernetes/fields.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import type { Facts } from './facts.ts'

/** What stands behind an admission webhook. */
export interface Webhook {
  readonly name: string
  readonly fields: Fields
}

export const WEBHOOK_KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const

/** A policy engine that can hold pods to a standard. */
interface PolicyEngine {
  readonly name: string
  /** Kinds of its policies, by API group; every kind of the group where the list is empty. */
  readonly policies: Readonly<Record<string, readonly string[]>>
  /** Names of its webhooks. */
  readonly webhooks: RegExp
}

/** Sources: the references of Kyverno, Gatekeeper and Kubewarden. */
const ENGINES: readonly PolicyEngine[] = [
  {
    name: 'Kyverno',
    policies: {
      'kyverno.io': ['ClusterPolicy', 'Policy'],
      'policies.kyverno.io': ['ValidatingPolicy', 'NamespacedValidatingPolicy'],
    },
    webhooks: /(?:^|\.)kyverno\.svc(?:$|-)/,
  },
  { name: 'Gatekeeper', policies: { 'constraints.gatekeeper.sh': [] }, webhooks: /(?:^|\.)gatekeeper\.sh$/ },
  {
    name: 'Kubewarden',
    policies: {
      'policies.kubewarden.io': [
        'AdmissionPolicy',
        'ClusterAdmissionPolicy',
        'AdmissionPolicyGroup',
        'ClusterAdmissionPolicyGroup',
      ],
    },
    webhooks: /(?:^|\.)kubewarden\.admission$/,
  },
]

/** Webhooks that add something to pods and refuse none. Sources: the manifests of these projects and of the cloud providers. */
const INJECTORS =
  /(?:^|[.-])(?:istio\.io|linkerd\.io|consul\.hashicorp\.com|vault\.hashicorp\.com|dapr\.io|cilium\.io|datadoghq|datadog|opentelemetry\.io|jaegertracing\.io|vpa\.k8s\.io|elbv2\.k8s\.aws|iam-for-pods\.amazonaws\.com|vpc\.k8s\.aws|azure-workload-identity\.io|workload-identity|networking\.gke\.io|config\.common-webhooks|kueue\.x-k8s\.io|fluid\.io|virtual-kubelet|ack-pod-identity-webhook)(?:$|[./-])/

/** The policy engine that judges pods when they are made; undefined where none is seen. */
export function policyEngine(facts: Facts): string | undefined {
  return admissionOf(facts).engine
}

/** A webhook that sees pods when they are made, and of which is not known what it is for. */
export function unknownPodWebhook(facts: Facts): string | undefined {
  return admissionOf(facts).unknown
}

interface PodAdmission {
  readonly engine: string | undefined
  readonly unknown: string | undefined
}

const known = new WeakMap<Facts, PodAdmission>()

function admissionOf(facts: Facts): PodAdmission {
  const before = known.get(facts)
  if (before) return before
  const webhooks = WEBHOOK_KINDS.flatMap((kind) => facts.objects(kind).flatMap(({ object }) => webhooksOf(object)))
  const seeing = webhooks.filter(({ fields }) => seesNewPods(fields))
  const admission = {
    engine:
      engineByPolicies(facts) ?? seeing.map(({ name }) => engineOfWebhook(name)).find((name) => name !== undefined),
    unknown: seeing.map(({ name }) => name).find((name) => !engineOfWebhook(name) && !INJECTORS.test(name)),
  }
  known.set(facts, admission)
  return admission
}

export function webhooksOf(object: Fields): Webhook[] {
  return listOf(object['webhooks']).map((fields) => ({ name: textOf(fields['name'], 253), fields }))
}

export function engineOfWebhook(name: string): string | undefined {
  return ENGINES.find(({ webhooks }) => webhooks.test(name))?.name
}

/** Kinds that are known, and none of a policy engine: of them there are very many objects. */
const OF_OTHERS = new Set(
  KINDS.filter(({ group }) => !ENGINES.some(({ policies }) => Object.hasOwn(policies, group))).map(({ kind }) => kind),
)

function engineByPolicies(facts: Facts): string | undefined {
  for (const kind of facts.kinds) {
    if (OF_OTHERS.has(kind)) continue
    for (const { object, ref } of facts.objects(kind)) {
      const group = textOf(object.apiVersion, 253).split('/')[0] ?? ''
      const engine = ENGINES.find(({ policies }) => {
        const kinds = Object.hasOwn(policies, group) ? policies[group] : undefined
        return kinds && (kinds.length === 0 || kinds.includes(ref.kind))
      })
      if (engine) return engine.name
    }
  }
  return facts.objects('ValidatingAdmissionPolicyBinding').some(({ object }) => denies(object['spec'], facts))
    ? 'A ValidatingAdmissionPolicy'
    : undefined
}

/** Whether a binding makes a policy for pods refuse what does not hold; a policy that is not among the objects is taken for one. */
function denies(binding: unknown, facts: Facts): boolean {
  const { validationActions, policyName } = fieldsOf(binding)
  if (!textsOf(validationActions).includes('Deny')) return false
  const policy = facts.find('ValidatingAdmissionPolicy', '', textOf(policyName, 253))
  const { resourceRules } = fieldsOf(fieldsOf(policy?.object['spec'])['matchConstraints'])
  return !policy || seesNewPods({ rules: resourceRules })
}

/** Whether the rules of a webhook, or of a policy, hold for pods that are made. A scope of Cluster is for what is in no namespace. */
export function seesNewPods({ rules }: Fields): boolean {
  return listOf(rules).some(
    (rule) =>
      rule['scope'] !== 'Cluster' &&
      meets(rule['apiGroups'], ['', '*']) &&
      meets(rule['resources'], ['pods', '*', '*/*']) &&
      meets(rule['operations'], ['CREATE', '*']),
  )
}

function meets(values: unknown, wanted: readonly string[]): boolean {
  return textsOf(values).some((value) => wanted.includes(value))
}
