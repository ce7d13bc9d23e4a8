import { KINDS } from '../../kubernetes/kinds.ts'
import type { ObjectRef } from '../../kubernetes/object.ts'
import type { Change } from './draft.ts'
import { mergePatch } from './merge-patch.ts'
import { shellCommand } from './shell-quote.ts'
import type { WhatIfPatch } from './what-if.ts'
import { yamlText } from './yaml-text.ts'

/** How to make the changes with kubectl; what comes to no change is left out. */
export function patchesOf(changes: readonly Change[]): WhatIfPatch[] {
  return changes.flatMap(({ ref, before, after }): WhatIfPatch[] => {
    if (!after) return before ? [deletion(ref, before.apiVersion)] : []
    if (!before) return [told(ref, 'apply', yamlText(after), ['kubectl', 'apply', '-f', '-'])]
    const patch = mergePatch({ ...before, status: undefined }, { ...after, status: undefined })
    return patch ? [told(ref, 'patch', yamlText(patch), patchArgs(ref, asciiJson(patch)))] : []
  })
}

/** Whether a command can name the object. Names that an API server takes are much narrower. */
export function isNameable({ namespace, name }: ObjectRef): boolean {
  return name !== '' && !/\p{C}|[\u2028\u2029/]/u.test(name + namespace)
}

function deletion(ref: ObjectRef, apiVersion: string | undefined): WhatIfPatch {
  const { kind, namespace, name } = ref
  const resource = resourceOf(kind)
  const args = isOption(ref)
    ? ['kubectl', 'delete', `--namespace=${namespace}`, '--', resource, name]
    : ['kubectl', 'delete', resource, name, '-n', namespace]
  return told(ref, 'delete', yamlText({ apiVersion, kind, metadata: { name, namespace } }), args)
}

function patchArgs(ref: ObjectRef, patch: string): string[] {
  const { kind, namespace, name } = ref
  const resource = resourceOf(kind)
  if (isOption(ref))
    return ['kubectl', 'patch', `--namespace=${namespace}`, '--type=merge', `--patch=${patch}`, '--', resource, name]
  return ['kubectl', 'patch', resource, name, '-n', namespace, '--type', 'merge', '-p', patch]
}

/** A name that would be taken for an option has to stand where none is looked for. */
function isOption({ namespace, name }: ObjectRef): boolean {
  return namespace.startsWith('-') || name.startsWith('-')
}

/** As kubectl knows it; kinds of custom resources with their group, since others may have the same name. */
function resourceOf(kind: string): string {
  const known = KINDS.find((one) => one.kind === kind)
  return known?.optional ? `${known.plural}.${known.group}` : kind.toLowerCase()
}

/** JSON in which nothing can hide: control and format characters stand as their numbers. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function told(object: ObjectRef, verb: WhatIfPatch['verb'], yaml: string, args: readonly string[]): WhatIfPatch {
  return { object, verb, yaml, args, command: shellCommand(args) }
}
