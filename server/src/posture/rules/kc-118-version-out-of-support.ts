import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { nsa } from '../frameworks.ts'
import { readMinor } from '../kubernetes-version.ts'
import type { Rule } from '../rule.ts'
import { OLDEST_SUPPORTED_MINOR } from '../supported-versions.ts'

const VERSION = ['status', 'nodeInfo', 'kubeletVersion']

/** Source: Kubernetes, Releases, "Support period"; NSA/CISA guidance, upgrading and application security practices. */
export const versionOutOfSupport: Rule = {
  id: 'KC-118',
  title: 'Kubernetes version out of support',
  severity: 'low',
  frameworks: [...nsa('Upgrading')],
  why: 'Holes that are found in this version are published and not closed in it, unless a provider sells longer support.',
  remedy: 'Upgrade the control plane and its nodes, one minor version after the other.',
  noPatch: 'An upgrade is more than a change of an object.',
  absence: 'No node tells its version.',
  objects: {
    Node: ({ object }, facts) => {
      const version = textOf(fieldsOf(fieldsOf(object['status'])['nodeInfo'])['kubeletVersion'], 63)
      const own = readMinor(version)
      const minor = own ?? facts.minor
      if (minor === undefined) return { notAssessable: 'Neither the node nor the cluster tells its version.' }
      if (minor >= OLDEST_SUPPORTED_MINOR) return []
      const text = own === undefined ? `The cluster runs Kubernetes 1.${minor}` : `The node runs Kubernetes ${version}`
      return [{ path: VERSION, text: `${text}; the oldest version that gets fixes is 1.${OLDEST_SUPPORTED_MINOR}.` }]
    },
  },
}
