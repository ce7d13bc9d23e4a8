import { cis, mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Access to proxy subresource of Nodes": the API of the kubelet runs commands
 * in every pod of its node, past audit and admission; get is enough for that by a WebSocket. Of one named node as well.
 */
export const canUseNodesProxy: Rule = rightRule({
  id: 'KC-070',
  title: 'Can use nodes/proxy',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.10', '1.11': '5.1.10', '1.12': '5.1.10' }), ...mitre('T1609')],
  why: 'The API of a node runs commands in all of its pods, and neither the audit log nor admission sees it.',
  remedy: 'Give nodes/metrics, nodes/stats or nodes/configz for what has to be read of nodes.',
  can: 'use the API of nodes',
  rights: [
    {
      groups: [''],
      resources: ['nodes/proxy'],
      verbs: ['get', 'create', 'update', 'patch', 'delete', 'connect'],
      names: 'any',
      isClusterWide: true,
    },
  ],
})
