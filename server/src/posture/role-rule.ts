import { ACCESS_KINDS, type Grant } from '../kubernetes/access/access.ts'
import type { AccessRule } from '../kubernetes/access/access-rule.ts'
import { identityOf } from '../kubernetes/access/access-subject.ts'
import type { AccessRole } from '../kubernetes/access/roles.ts'
import { textsOf } from '../kubernetes/fields.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { listText, subjectText, whereText } from './access-texts.ts'
import type { Facts } from './facts.ts'
import { type Path, valueAt } from './path.ts'
import { narrowing } from './role-narrowing.ts'
import { type Opening, openingsIn, type Reach, type Right } from './role-rights.ts'
import type { Failure, Judgement, Rule } from './rule.ts'
import type { Subject } from './subject.ts'
import { isSystemRole, isSystemSubject } from './system-access.ts'

interface RoleQuestion extends Omit<Rule, 'workload' | 'objects'> {
  /** What somebody then can do, as in `Group dev can … in all of the cluster`. */
  readonly can: string
  readonly openings: (rules: readonly AccessRule[], reach: Reach, facts: Facts) => readonly Opening[]
  /** What of a rule opens it. */
  readonly field?: 'verbs' | 'resources'
}

const MOST_RELATED = 10
const NAMESPACED_ONLY = ' A binding in a namespace does not open what is in none.'

/** A rule about roles that allow any of `rights`. */
export function rightRule({
  rights,
  ...rule
}: Omit<RoleQuestion, 'openings'> & { readonly rights: readonly Right[] }): Rule {
  const isClusterWide = rights.every((right) => right.isClusterWide)
  return roleRule({ ...rule, openings: (rules, reach) => openingsIn(rules, rights, reach) }, isClusterWide)
}

/**
 * A rule about what roles allow. A role fails once for each subject that has it; one that no binding gives to anybody fails itself, since a
 * binding may stand elsewhere. What Kubernetes itself brings is left alone.
 */
export function roleRule(question: RoleQuestion, isClusterWide = false): Rule {
  const { can: _can, openings: _openings, field: _field, ...rule } = question
  const judge = (subject: Subject, facts: Facts) => judgeRole(subject, facts, question, isClusterWide)
  return {
    ...rule,
    reads: [...new Set([...ACCESS_KINDS, ...(rule.reads ?? [])])],
    objects: { Role: judge, ClusterRole: judge },
  }
}

function judgeRole(subject: Subject, facts: Facts, question: RoleQuestion, isClusterWide: boolean): Judgement {
  const role = facts.access.role(subject.ref)
  if (!role || isSystemRole(subject)) return []
  const grants = facts.access.grantsOf(subject.ref)
  const failureOf = (reach: Reach, holder: readonly Grant[]): Failure[] => {
    const openings = question.openings(role.rules, reach, facts)
    const [first] = openings
    if (!first) return []
    const fix = role.isAggregated ? undefined : narrowing(subject.object, openings)
    return [
      {
        ...placeOf(subject, role, first, question.field ?? 'resources'),
        text: `${textOf(reach, holder, question.can, openings)}${isClusterWide && !reach.namespaces.includes('') ? NAMESPACED_ONLY : ''}`,
        ...(fix ? { fix } : {}),
        ...holderOf(holder, subject.ref),
      },
    ]
  }
  if (grants.length === 0) return failureOf({ namespaces: [subject.ref.namespace], isBound: false }, [])
  const holders = Map.groupBy(
    grants.filter((grant) => !isSystemSubject(grant.subject)),
    (grant) => identityOf(grant.subject),
  )
  return [...holders.values()].flatMap((holder) =>
    failureOf({ namespaces: [...new Set(holder.map(({ namespace }) => namespace))], isBound: true }, holder),
  )
}

function textOf({ namespaces }: Reach, [grant]: readonly Grant[], can: string, openings: readonly Opening[]): string {
  const verbs = listText(openings.flatMap((opening) => [...opening.verbs.values()].flat()))
  const resources = listText(openings.flatMap((opening) => [...opening.verbs.keys()]))
  const what = `(${verbs} on ${resources})`
  if (grant) return `${subjectText(grant.subject)} can ${can} ${whereText(namespaces)} ${what}.`
  const where = namespaces.includes('') ? 'wherever it is bound' : whereText(namespaces)
  return `Whoever gets this role can ${can} ${where} ${what}; no binding among the objects gives it to anybody.`
}

function holderOf(holder: readonly Grant[], role: ObjectRef): Partial<Failure> {
  const [first] = holder
  if (!first) return {}
  const bindings = new Map(holder.map(({ binding }) => [JSON.stringify(binding), binding]))
  return { reported: first.subject, related: [...[...bindings.values()].slice(0, MOST_RELATED), role] }
}

/** The rules of a role that is made of others do not stand in it. */
function placeOf(subject: Subject, role: AccessRole, { rule, verbs }: Opening, field: 'verbs' | 'resources') {
  const place: Path = ['rules', rule.at]
  const written = valueAt(subject.object, [...place, field])
  if (role.isAggregated && !Array.isArray(written)) return { path: ['aggregationRule'], place: ['aggregationRule'] }
  const [[resource, [verb] = []] = []] = verbs
  const wanted = field === 'verbs' ? verb : resource
  const at = textsOf(written).length > 0 && Array.isArray(written) ? written.indexOf(wanted) : -1
  return { path: at < 0 ? [...place, field] : [...place, field, at], place }
}
