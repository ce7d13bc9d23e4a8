import { type Fields, fieldsOf, isFields, textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject, Labels, ObjectRef } from '../kubernetes/object.ts'
import type { Path } from './path.ts'

/** An object that rules judge. */
export interface Subject {
  readonly ref: ObjectRef
  readonly object: KubernetesObject
  readonly labels: Labels
  readonly annotations: Labels
}

/** Something that makes pods, or a pod that nothing else made. */
export interface Workload extends Subject {
  /** Where the specification of its pods stands: `spec`, `spec.template.spec` … */
  readonly specPath: Path
  readonly spec: Fields
  /** Where the metadata of its pods stand. */
  readonly podMetadataPath: Path
  readonly podLabels: Labels
  readonly podAnnotations: Labels
  /** The security context of the pod, which is what a container has that says nothing else. */
  readonly security: Fields
  /** Of all three lists: main, init and ephemeral ones. */
  readonly containers: readonly Container[]
}

export const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const

export interface Container {
  readonly list: (typeof CONTAINER_LISTS)[number]
  readonly name: string
  readonly path: Path
  readonly fields: Fields
  readonly security: Fields
}

export function subjectOf(object: KubernetesObject, ref: ObjectRef): Subject {
  return {
    ref,
    object,
    labels: labelsOf(fieldsOf(object.metadata)['labels']),
    annotations: labelsOf(fieldsOf(object.metadata)['annotations']),
  }
}

const TEMPLATE: Path = ['spec', 'template']
/** Where the template of pods stands, by kind; a pod is its own. */
const TEMPLATES: Readonly<Record<string, Path>> = {
  Pod: [],
  Deployment: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  ReplicaSet: TEMPLATE,
  ReplicationController: TEMPLATE,
  Job: TEMPLATE,
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

/** Where the template of its pods stands in an object of the kind; undefined for one that makes no pods. */
export function templatePathOf(kind: string): Path | undefined {
  return TEMPLATES[kind]
}

export const WORKLOAD_KINDS = Object.keys(TEMPLATES)

/** Undefined for an object that makes no pods. */
export function workloadOf(subject: Subject): Workload | undefined {
  const templatePath = templatePathOf(subject.ref.kind)
  if (!templatePath) return undefined
  let template: unknown = subject.object
  for (const part of templatePath) template = fieldsOf(template)[String(part)]
  const { spec: written, metadata } = fieldsOf(template)
  const spec = fieldsOf(written)
  const specPath = [...templatePath, 'spec']
  return {
    ...subject,
    specPath,
    spec,
    podMetadataPath: [...templatePath, 'metadata'],
    podLabels: labelsOf(fieldsOf(metadata)['labels']),
    podAnnotations: labelsOf(fieldsOf(metadata)['annotations']),
    security: fieldsOf(spec['securityContext']),
    containers: CONTAINER_LISTS.flatMap((list) => containersIn(spec, list, specPath)),
  }
}

/** Positions are those of the list as it is written: what is no container is left out and counted. */
function containersIn(spec: Fields, list: Container['list'], specPath: Path): Container[] {
  const written: unknown = spec[list]
  if (!Array.isArray(written)) return []
  return written.flatMap((fields, at): Container[] =>
    isFields(fields)
      ? [
          {
            list,
            name: textOf(fields['name'], 253),
            path: [...specPath, list, at],
            fields,
            security: fieldsOf(fields['securityContext']),
          },
        ]
      : [],
  )
}

function labelsOf(value: unknown): Labels {
  const fields = fieldsOf(value)
  for (const key in fields) {
    if (typeof fields[key] !== 'string')
      return Object.fromEntries(
        Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
  }
  return fields as Labels
}

/** Members of a list that are objects, each with its position in the list as it is written. */
export function membersOf(value: unknown): readonly Member[] {
  if (!Array.isArray(value)) return NONE
  const members: Member[] = []
  for (let at = 0; at < value.length; at++) {
    const fields: unknown = value[at]
    if (isFields(fields)) members.push({ fields, at })
  }
  return members
}

interface Member {
  readonly fields: Fields
  readonly at: number
}

const NONE: readonly Member[] = []
