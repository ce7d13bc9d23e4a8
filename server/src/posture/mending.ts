import { APPLY_ARGS, deleteArgs, isNameable, patchArgs } from '../kubernetes/kubectl.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { shellCommand } from '../kubernetes/shell-quote.ts'
import { yamlText } from '../kubernetes/yaml-text.ts'
import { jsonPatch } from './patch.ts'
import type { Path } from './path.ts'
import type { Fix } from './rule.ts'

/** How to set something right with kubectl. Nothing is applied by us. */
export interface Mending {
  readonly object: ObjectRef
  readonly verb: 'patch' | 'apply' | 'delete'
  /** What the command changes, as YAML: the operations of the patch, or the object that is made or deleted. */
  readonly yaml: string
  /** The command and its arguments; `apply` reads `yaml`. Empty where an API server takes no such change. */
  readonly args: readonly string[]
  /** The same as a line for a POSIX shell. */
  readonly command: string
  /** What to do where there is no command; empty where there is one. */
  readonly note: string
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
  if (operations.length === 0) return undefined
  const note = fix.edits.map(({ path }) => refusalOf(target.kind, path)).find((why) => why !== undefined)
  if (note === undefined) return told(target, 'patch', operations, patchArgs(target, 'json', operations))
  return { object: target, verb: 'patch', yaml: yamlText(operations), args: [], command: '', note }
}

/**
 * Why an API server does not take a change of an object that is there. Source: Kubernetes, "Pods" (pod update and replacement), "Jobs" and
 * "Labels and Selectors": what a pod is made of, and what selects pods, cannot be changed.
 */
function refusalOf(kind: string, path: Path): string | undefined {
  const [top, second, , last] = path
  if (top !== 'spec') return undefined
  if (kind === 'Pod' && second === 'ephemeralContainers')
    return 'An ephemeral container cannot be changed or taken away: delete the pod.'
  if (kind === 'Pod' && last !== 'image')
    return 'A pod that is there does not take this change: change its manifest, and create the pod anew.'
  if (kind === 'Job' && second === 'template')
    return 'A job that is there does not take this change: change its manifest, and create the job anew.'
  if (second === 'selector' && kind !== 'Service')
    return 'A selector cannot be changed: change the manifest, and create the object anew.'
  return undefined
}

function told(object: ObjectRef, verb: Mending['verb'], content: unknown, args: readonly string[]): Mending {
  return { object, verb, yaml: yamlText(content), args, command: shellCommand(args), note: '' }
}

function refOf({ kind = '', metadata }: KubernetesObject): ObjectRef {
  return { kind, namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' }
}
