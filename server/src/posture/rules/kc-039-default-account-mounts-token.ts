import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

const FIELD = 'automountServiceAccountToken'

/** Source: Kubernetes, Configure Service Accounts for Pods: pods that name no account run with `default` and get its token. */
export const defaultAccountMounts: Rule = {
  id: 'KC-039',
  title: 'Default service account used or mounts its token',
  severity: 'low',
  frameworks: [...cis({ '1.10': '5.1.5', '1.11': '5.1.5', '1.12': '5.1.5' }), ...mitre('T1528')],
  why: 'Every pod of the namespace that names no account gets this token, and with it whatever right is ever bound to the account.',
  remedy:
    'Set automountServiceAccountToken to false on the account default, and give each program that needs the API an account of its own.',
  objects: {
    ServiceAccount: ({ ref, object }) => {
      if (ref.name !== 'default') return undefined
      if (object[FIELD] === false) return []
      const text = 'Pods that name no service account get the token of this one.'
      return [{ path: [FIELD], text, fix: { edits: [{ path: [FIELD], value: false }] } }]
    },
  },
}
