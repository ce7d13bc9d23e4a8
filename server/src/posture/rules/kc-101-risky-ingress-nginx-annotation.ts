import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { mitre } from '../frameworks.ts'
import { riskOfAnnotation, riskOfPath } from '../ingress-annotations.ts'
import type { Failure, Rule } from '../rule.ts'
import { membersOf } from '../subject.ts'

/**
 * Source: ingress-nginx, "Annotations" and "Annotations risk"; CVE-2021-25742, CVE-2021-25745, CVE-2021-25746, CVE-2021-25748, CVE-2023-5043,
 * CVE-2023-5044, CVE-2024-7646, CVE-2025-24514, CVE-2025-1097, CVE-2025-1098.
 */
export const riskyIngressNginxAnnotation: Rule = {
  id: 'KC-101',
  title: 'Risky ingress-nginx annotation',
  severity: 'critical',
  frameworks: [...mitre('T1190', 'T1552')],
  why: 'What such a value writes into the configuration of the controller runs with its rights, and those reach the Secrets of all namespaces.',
  remedy:
    'Say by other annotations what the value is there for, set allow-snippet-annotations to false, and keep ingress-nginx up to date.',
  noPatch: 'What the value is there for has to be said in another way first.',
  objects: {
    Ingress: ({ object, annotations }) => [
      ...Object.entries(annotations).flatMap(([key, value]): Failure[] => {
        const text = riskOfAnnotation(key, value)
        return text === undefined ? [] : [{ path: ['metadata', 'annotations', key], text }]
      }),
      ...membersOf(fieldsOf(object['spec'])['rules']).flatMap(({ fields: rule, at }) =>
        membersOf(fieldsOf(rule['http'])['paths']).flatMap(({ fields, at: inRule }): Failure[] => {
          const text = riskOfPath(textOf(fields['path'], 4_096))
          return text === undefined ? [] : [{ path: ['spec', 'rules', at, 'http', 'paths', inRule, 'path'], text }]
        }),
      ),
    ],
  },
}
