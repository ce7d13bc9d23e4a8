import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import type { Facts } from './facts.ts'
import type { Path } from './path.ts'
import type { Edit } from './rule.ts'
import { containerContext, isAtLeast, podContext, type SecurityContext, securityContexts } from './security-context.ts'
import type { Container, Workload } from './subject.ts'

/** A way in which the kernel confines containers by a profile, and where pods name the profile. */
export interface Confinement {
  /** Of a security context. */
  readonly field: 'seccompProfile' | 'appArmorProfile'
  /** The annotation for all containers that came before the field. */
  readonly podAnnotation?: string
  /** The annotation for one container that came before the field, without the container's name. */
  readonly containerAnnotation: string
  /** The version, 1.x, from which annotations do nothing. */
  readonly annotationsEndWith?: number
  /** Values of annotations that confine, besides `localhost/…`. */
  readonly confiningAnnotations: readonly string[]
}

/** Sources: Pod Security Standards, baseline, "Seccomp"; KEP-135, "Seccomp to GA": annotations do nothing from 1.27 on. */
export const SECCOMP: Confinement = {
  field: 'seccompProfile',
  podAnnotation: 'seccomp.security.alpha.kubernetes.io/pod',
  containerAnnotation: 'container.seccomp.security.alpha.kubernetes.io/',
  annotationsEndWith: 27,
  confiningAnnotations: ['runtime/default', 'docker/default'],
}

/** Source: Pod Security Standards, baseline, "AppArmor". */
export const APP_ARMOR: Confinement = {
  field: 'appArmorProfile',
  containerAnnotation: 'container.apparmor.security.beta.kubernetes.io/',
  confiningAnnotations: ['runtime/default', ''],
}

/** API servers take no longer one: 253 characters, a slash and 63. */
const LONGEST_KEY = 317

/** A profile that is named somewhere. */
export interface Profile {
  /** As it is written, cut: `RuntimeDefault`, or `runtime/default` in an annotation. */
  readonly type: string
  readonly confines: boolean
  /** Where the type stands. */
  readonly path: Path
  /** Who names it, to begin a sentence with. */
  readonly who: string
  /** Puts the profile of the runtime there. */
  readonly repair: Edit
}

/** Everything that names a profile, whether or not something else overrides it. */
export function namedProfiles(workload: Workload, confinement: Confinement, facts: Facts): Profile[] {
  const { podAnnotation, containerAnnotation } = confinement
  return [
    ...securityContexts(workload).map((context) => fieldProfile(context, confinement)),
    ...Object.keys(workload.podAnnotations)
      .filter((key) => key === podAnnotation || (key.startsWith(containerAnnotation) && key.length <= LONGEST_KEY))
      .map((key) => annotatedProfile(workload, key, confinement, facts)),
  ].filter((profile) => profile !== undefined)
}

/** The profile that a container runs with: its own, else the pod's, else what annotations say of it, else of the pod. */
export function profileOf(
  container: Container,
  workload: Workload,
  confinement: Confinement,
  facts: Facts,
): Profile | undefined {
  const { podAnnotation, containerAnnotation } = confinement
  return (
    fieldProfile(containerContext(container), confinement) ??
    fieldProfile(podContext(workload), confinement) ??
    annotatedProfile(workload, `${containerAnnotation}${container.name}`, confinement, facts) ??
    annotatedProfile(workload, podAnnotation, confinement, facts)
  )
}

function fieldProfile({ who, fields, path }: SecurityContext, { field }: Confinement): Profile | undefined {
  const type = textOf(fieldsOf(fields[field])['type'], 64)
  if (type === '') return undefined
  return {
    type,
    confines: type === 'RuntimeDefault' || type === 'Localhost',
    path: [...path, field, 'type'],
    who,
    repair: { path: [...path, field], value: { type: 'RuntimeDefault' } },
  }
}

/** Where it is not known which version a cluster has, annotations count as if they were read. */
function annotatedProfile(
  { podAnnotations, podMetadataPath }: Workload,
  key: string | undefined,
  { annotationsEndWith, confiningAnnotations }: Confinement,
  facts: Facts,
): Profile | undefined {
  if (key === undefined || !Object.hasOwn(podAnnotations, key)) return undefined
  if (annotationsEndWith !== undefined && facts.minor !== undefined && isAtLeast(facts, annotationsEndWith))
    return undefined
  const value = podAnnotations[key] ?? ''
  const path = [...podMetadataPath, 'annotations', key]
  return {
    type: textOf(value, 64),
    confines: confiningAnnotations.includes(value) || value.startsWith('localhost/'),
    path,
    who: 'An annotation of the pod',
    repair: { path, value: 'runtime/default' },
  }
}
