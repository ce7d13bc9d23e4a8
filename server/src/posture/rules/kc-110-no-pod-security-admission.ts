import { cis } from '../frameworks.ts'
import { policyEngine, unknownPodWebhook } from '../pod-admission.ts'
import { ENFORCE_LABEL, isSystemNamespace, levelFailure } from '../pod-security-level.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Pod Security Admission: the label `enforce` of a namespace; CIS Kubernetes Benchmark, active policy control mechanism. */
export const noPodSecurityAdmission: Rule = {
  id: 'KC-110',
  title: 'Namespace without pod security admission',
  severity: 'medium',
  frameworks: [...cis({ '1.10': '5.2.1', '1.11': '5.2.1', '1.12': '5.2.1' })],
  why: 'Whoever may make pods in the namespace may make privileged ones, and with them take over the node.',
  remedy:
    'See what would be refused by kubectl label --dry-run=server, then label the namespace with pod-security.kubernetes.io/enforce.',
  covers: ['KC-111', 'KC-112'],
  reads: [
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
  objects: {
    Namespace: (namespace, facts) => {
      if (isSystemNamespace(namespace)) return undefined
      if (Object.hasOwn(namespace.labels, ENFORCE_LABEL) || policyEngine(facts)) return []
      const webhook = unknownPodWebhook(facts)
      if (webhook !== undefined)
        return { notAssessable: `Webhook ${webhook} sees pods when they are made; what it holds them to is not known.` }
      return [levelFailure('Nothing judges the pods that are made in the namespace.', 'baseline')]
    },
  },
}
