import { cis, mitre, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { accountNameOf, hasBinding, mountsByDefault } from '../service-account.ts'

const FIELD = 'automountServiceAccountToken'

/**
 * A token counts as used when a binding names the account; what pods say wins over what their account says. An account is judged itself where
 * no workload runs with it yet; `default` has a rule of its own.
 * Source: Kubernetes, Configure Service Accounts for Pods, "Opt out of API credential automounting".
 */
export const unusedToken: Rule = {
  id: 'KC-038',
  title: 'Service account token mounted although unused',
  severity: 'medium',
  frameworks: [
    ...nsa('Authentication and authorization'),
    ...cis({ '1.10': '5.1.6', '1.11': '5.1.6', '1.12': '5.1.6' }),
    ...mitre('T1528'),
  ],
  why: 'Whoever takes over the container can use the token to ask the API server who it is and what it may do, and gets every right that the account is given later.',
  remedy: 'Set automountServiceAccountToken to false for pods that do not talk to the API server.',
  reads: ['ServiceAccount', 'RoleBinding', 'ClusterRoleBinding'],
  workload: (workload, facts) => {
    const { namespace } = workload.ref
    const account = accountNameOf(workload)
    const said = workload.spec[FIELD]
    if (said === false || hasBinding(facts, namespace, account)) return []
    if (said !== true && !mountsByDefault(facts, namespace, account)) return []
    const path = [...workload.specPath, FIELD]
    const text = `The pods get a token of service account ${account}, to which no right is bound.`
    return [{ path, text, fix: { edits: [{ path, value: false }] } }]
  },
  objects: {
    ServiceAccount: ({ ref: { namespace, name }, object }, facts) => {
      const isUsed = facts.workloadsIn(namespace).some((workload) => accountNameOf(workload) === name)
      if (name === 'default' || isUsed) return undefined
      if (object[FIELD] === false || hasBinding(facts, namespace, name)) return []
      const text = `Pods that run with service account ${name} will get its token, to which no right is bound.`
      return [{ path: [FIELD], text, fix: { edits: [{ path: [FIELD], value: false }] } }]
    },
  },
}
