import { cis, mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Role Based Access Control Good Practices", "CSRs and certificate issuing". */
export const canApproveCertificates: Rule = rightRule({
  id: 'KC-071',
  title: 'Can approve certificate requests',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.11', '1.11': '5.1.11', '1.12': '5.1.11' }), ...mitre('T1098')],
  why: 'Whoever approves certificate requests makes certificates for any name, those of administrators and nodes included.',
  remedy: 'Leave approval to the controllers that check requests, and to a few administrators.',
  can: 'approve certificates',
  rights: [
    {
      groups: ['certificates.k8s.io'],
      resources: ['certificatesigningrequests/approval'],
      verbs: ['update', 'patch'],
      isClusterWide: true,
    },
  ],
})
