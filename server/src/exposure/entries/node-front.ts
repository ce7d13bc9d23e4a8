import { type ClusterNode, reachOfNodes } from '../nodes.ts'
import type { Front } from '../paths.ts'
import { doubt, missing, type Remark } from '../remarks.ts'

/** The front of a port of nodes; undefined among them is a node of which nothing is known. */
export function nodeFront(nodes: readonly (ClusterNode | undefined)[], evidence: readonly string[]): Front {
  const { reach, addresses, heard } = reachOfNodes(nodes)
  const remarks: Remark[] =
    reach === 'public'
      ? [doubt('cloudFirewallUnknown', 'Whether a firewall in front of the nodes lets it through is not known.')]
      : reach === 'unknown'
        ? [missing('nodeUnknown', 'The addresses of the nodes are not known.')]
        : []
  return { heard, addresses, remarks, evidence, policies: [] }
}
