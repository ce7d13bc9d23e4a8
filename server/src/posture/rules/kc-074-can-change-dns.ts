import { mitre } from '../frameworks.ts'
import { CHANGES, openingsIn } from '../role-rights.ts'
import { roleRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

const DNS_CONFIG = ['coredns', 'coredns-custom', 'kube-dns', 'node-local-dns']

/**
 * Source: Kubernetes, "Customizing DNS Service": CoreDNS reads its configuration from a config map in kube-system. A role that is bound
 * elsewhere only does not reach it; of one that nobody is bound to this is not known.
 */
export const canChangeDns: Rule = roleRule({
  id: 'KC-074',
  title: "Can change the cluster's DNS config",
  severity: 'medium',
  frameworks: [...mitre('T1557')],
  why: 'The configuration of the DNS server says where names lead: whoever changes it has the traffic of all programs sent to themselves.',
  remedy: 'Name in resourceNames the config maps that a program owns, or bind the role in its own namespace only.',
  can: 'change config maps',
  openings: (rules, reach) =>
    reach.isBound && !reach.namespaces.some((namespace) => namespace === '' || namespace === 'kube-system')
      ? []
      : openingsIn(rules, [{ groups: [''], resources: ['configmaps'], verbs: CHANGES, names: DNS_CONFIG }], reach),
})
