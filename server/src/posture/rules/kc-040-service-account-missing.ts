import type { Rule } from '../rule.ts'
import { accountNameOf } from '../service-account.ts'

/** Source: Kubernetes, Managing Service Accounts, ServiceAccount admission controller: a pod whose account does not exist is refused. */
export const accountMissing: Rule = {
  id: 'KC-040',
  title: 'Names a service account that does not exist',
  severity: 'low',
  frameworks: [],
  why: 'No pod is made while the account is missing, and whoever may make service accounts in the namespace decides what it will be.',
  remedy: 'Make the service account in the namespace of the workload, or correct the name.',
  noPatch: 'Whether the name is wrong or the account is missing is for you to say.',
  reads: ['ServiceAccount'],
  workload: (workload, facts) => {
    const { namespace } = workload.ref
    const name = accountNameOf(workload)
    // Every namespace has it: the control plane makes it.
    if (name === 'default' || facts.find('ServiceAccount', namespace, name)) return []
    const field = typeof workload.spec['serviceAccountName'] === 'string' ? 'serviceAccountName' : 'serviceAccount'
    return [{ path: [...workload.specPath, field], text: `There is no service account ${name} in ${namespace}.` }]
  },
}
