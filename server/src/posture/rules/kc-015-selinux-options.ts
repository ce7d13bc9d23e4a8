import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isAtLeast, securityContexts } from '../security-context.ts'

const TYPES = new Set(['container_t', 'container_init_t', 'container_kvm_t'])
const TYPES_OF_31 = new Set([...TYPES, 'container_engine_t'])

/** Source: Pod Security Standards, baseline, "SELinux"; container_engine_t is allowed from v1.31 on. */
export const selinuxOptions: Rule = {
  id: 'KC-015',
  title: 'SELinux options outside the allowed set',
  severity: 'medium',
  frameworks: pss('baseline'),
  why: 'Another type, user or role may lift what SELinux holds containers to on the node.',
  remedy: 'Leave out user and role, and use a type for containers, such as container_t.',
  workload(workload, facts) {
    const allowed = isAtLeast(facts, 31) ? TYPES_OF_31 : TYPES
    return securityContexts(workload).flatMap(({ who, fields, path }) => {
      const options = fieldsOf(fields['seLinuxOptions'])
      return ['type', 'user', 'role'].flatMap((field) => {
        const value = textOf(options[field], 128)
        if (value === '' || (field === 'type' && allowed.has(value))) return []
        const place = [...path, 'seLinuxOptions', field]
        const text = `${who} sets the SELinux ${field} ${value}.`
        return [{ path: place, text, fix: { edits: [{ path: place, remove: true as const }] } }]
      })
    })
  },
}
