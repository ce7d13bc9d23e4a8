import { ACCESS_KINDS, subjectsOfBinding } from '../kubernetes/access/access.ts'
import type { AccessSubject } from '../kubernetes/access/access-subject.ts'
import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { subjectText, whereText } from './access-texts.ts'
import type { Facts } from './facts.ts'
import type { Failure, Fix, Rule } from './rule.ts'
import type { Subject } from './subject.ts'

/** Somebody in a binding. */
export interface Bound {
  readonly subject: AccessSubject
  /** As it is written, also where it cannot be. */
  readonly role: ObjectRef
  readonly binding: Subject
}

interface BindingQuestion extends Omit<Rule, 'workload' | 'objects'> {
  /** What is wrong with it, as in `Group dev …`; undefined for who may be bound. */
  readonly fault: (bound: Bound, facts: Facts) => string | undefined
}

/** A rule about who is bound to what: a binding fails once for each subject that is not to be in it. */
export function bindingRule({ fault, ...rule }: BindingQuestion): Rule {
  const judge = (binding: Subject, facts: Facts): Failure[] => {
    const role = roleOf(binding)
    return subjectsOfBinding(binding.object, binding.ref.namespace).flatMap(({ subject, at }): Failure[] => {
      const wrong = fault({ subject, role, binding }, facts)
      if (wrong === undefined) return []
      return [
        {
          path: ['subjects', at],
          text: `${subjectText(subject)} ${wrong} ${whereText([binding.ref.namespace])}.`,
          fix: without(binding, at),
          reported: subject,
          related: [binding.ref, role],
        },
      ]
    })
  }
  return { ...rule, reads: ACCESS_KINDS, objects: { RoleBinding: judge, ClusterRoleBinding: judge } }
}

/** A binding that is left without subjects says nothing any more. */
function without({ object, ref }: Subject, at: number): Fix {
  const subjects: unknown = object['subjects']
  const isLast = Array.isArray(subjects) && subjects.length === 1
  return isLast ? { deletes: ref } : { edits: [{ path: ['subjects', at], remove: true }] }
}

function roleOf({ object, ref }: Subject): ObjectRef {
  const written = fieldsOf(object['roleRef'])
  const name = textOf(written['name'], 253)
  return written['kind'] === 'ClusterRole'
    ? { kind: 'ClusterRole', namespace: '', name }
    : { kind: 'Role', namespace: ref.namespace, name }
}
