import { type Fields, fieldsOf, listOf } from '../../kubernetes/fields.ts'
import { nsa } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'
import { membersOf } from '../subject.ts'

/**
 * Source: Kubernetes API, networking.k8s.io/v1 NetworkPolicyIngressRule: "If this field is empty or missing, this rule matches all sources";
 * IPBlock.
 */
export const networkPolicyAllowsEverything: Rule = {
  id: 'KC-103',
  title: 'NetworkPolicy allows everything',
  severity: 'low',
  frameworks: [...nsa('Network separation')],
  why: 'The rule names no one, so the policy limits the direction in name only.',
  remedy: 'Name in the rule those who need the way: pods, namespaces or blocks of addresses.',
  noPatch: 'Who needs the way is for you to say.',
  objects: {
    NetworkPolicy: ({ object }) => {
      const spec = fieldsOf(object['spec'])
      return [...openRules(spec, 'ingress', 'from'), ...openRules(spec, 'egress', 'to')]
    },
  },
}

function openRules(spec: Fields, direction: 'ingress' | 'egress', side: 'from' | 'to'): Failure[] {
  const whom = side === 'from' ? 'by everybody' : 'to everywhere'
  return membersOf(spec[direction]).flatMap(({ fields, at }): Failure[] => {
    if (side === 'to' && isOnlyDns(fields)) return []
    const path = ['spec', direction, at, side]
    const peers = membersOf(fields[side])
    if (peers.length === 0) return [{ path, text: `The rule names no peer: it allows ${direction} ${whom}.` }]
    return peers.flatMap(({ fields: peer, at: inRule }): Failure[] => {
      if (!['podSelector', 'namespaceSelector', 'ipBlock'].some((key) => key in peer))
        return [{ path: [...path, inRule], text: `The peer says nothing: it stands for ${direction} ${whom}.` }]
      const { cidr, except } = fieldsOf(peer['ipBlock'])
      const isAll = (cidr === '0.0.0.0/0' || cidr === '::/0') && !(Array.isArray(except) && except.length > 0)
      const text = `The block ${String(cidr)} allows ${direction} ${whom}.`
      return isAll ? [{ path: [...path, inRule, 'ipBlock', 'cidr'], text }] : []
    })
  })
}

/** Names have to be resolved wherever the servers are: a rule for that alone opens nothing else. */
function isOnlyDns({ ports }: Fields): boolean {
  const named = listOf(ports)
  return named.length > 0 && named.every(({ port }) => port === 53 || port === 'dns' || port === 'dns-tcp')
}
