import { mitre } from '../frameworks.ts'
import { openingsIn, WRITES } from '../role-rights.ts'
import { roleRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

const AWS_AUTH = 'aws-auth'

/**
 * Source: Amazon EKS user guide, "Grant IAM users and roles access to Kubernetes APIs": the config map aws-auth in kube-system maps IAM
 * identities to users and groups. Roles that do not name it count where the cluster has it.
 */
export const awsAuthWritable: Rule = roleRule({
  id: 'KC-084',
  title: 'EKS aws-auth writable',
  severity: 'critical',
  frameworks: [...mitre('T1098')],
  why: 'The config map says which AWS identities are which users of the cluster: whoever changes it makes themselves an administrator.',
  remedy: 'Manage access by EKS access entries, and take the right to this config map out of all roles.',
  can: 'change who is who in the cluster (config map aws-auth)',
  reads: ['ConfigMap'],
  openings: (rules, reach, facts) => {
    const isReached = reach.namespaces.some((namespace) => namespace === '' || namespace === 'kube-system')
    const all = isReached && facts.find('ConfigMap', 'kube-system', AWS_AUTH) !== undefined
    const right = { groups: [''], resources: ['configmaps'], verbs: WRITES, names: [AWS_AUTH] }
    return openingsIn(rules, [right], reach).filter(({ rule }) => all || rule.resourceNames.length > 0)
  },
})
