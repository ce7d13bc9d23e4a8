import { APPLY_ARGS, deleteArgs, isNameable, patchArgs } from '../kubernetes/kubectl.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { shellCommand } from '../kubernetes/shell-quote.ts'
import { yamlText } from '../kubernetes/yaml-text.ts'
import { jsonPatch } from './patch.ts'
import type { Fix } from './rule.ts'

/** How to set something right with kubectl. Nothing is applied by us. */
export interface Mending {
  readonly object: ObjectRef
  readonly verb: 'patch' | 'apply' | 'delete'
  /** What the command changes, as YAML: the operations of the patch, or the object that is made or deleted. */
  readonly yaml: string
  /** The command and its arguments; `apply` reads `yaml`. */
  readonly args: readonly string[]
  /** The same as a line for a POSIX shell. */
  readonly command: string
}

/**
 * The command for a fix of what was found in `ref`; undefined for one that comes to nothing, and where an object cannot be named in a command.
 * `find` gives the objects that edits are made in: they are told by the positions that these have now.
 */
export function mendingOf(
  fix: Fix,
  ref: ObjectRef,
  find: (ref: ObjectRef) => KubernetesObject | undefined,
): Mending | undefined {
  if ('applies' in fix) return told(refOf(fix.applies), 'apply', fix.applies, APPLY_ARGS)
  const target = 'deletes' in fix ? fix.deletes : (fix.of ?? ref)
  if (!isNameable(target)) return undefined
  if ('deletes' in fix) {
    const { kind, namespace, name } = target
    return told(target, 'delete', { kind, metadata: { name, ...(namespace && { namespace }) } }, deleteArgs(target))
  }
  const operations = jsonPatch(find(target), fix.edits)
  return operations.length === 0 ? undefined : told(target, 'patch', operations, patchArgs(target, 'json', operations))
}

function told(object: ObjectRef, verb: Mending['verb'], content: unknown, args: readonly string[]): Mending {
  return { object, verb, yaml: yamlText(content), args, command: shellCommand(args) }
}

function refOf({ kind = '', metadata }: KubernetesObject): ObjectRef {
  return { kind, namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' }
}
