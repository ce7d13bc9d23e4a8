import { APPLY_ARGS, deleteArgs, patchArgs } from '../../kubernetes/kubectl.ts'
import type { ObjectRef } from '../../kubernetes/object.ts'
import { shellCommand } from '../../kubernetes/shell-quote.ts'
import { yamlText } from '../../kubernetes/yaml-text.ts'
import type { Change } from './draft.ts'
import { mergePatch } from './merge-patch.ts'
import type { WhatIfPatch } from './what-if.ts'

/** How to make the changes with kubectl; what comes to no change is left out. */
export function patchesOf(changes: readonly Change[]): WhatIfPatch[] {
  return changes.flatMap(({ ref, before, after }): WhatIfPatch[] => {
    if (!after) return before ? [deletion(ref, before.apiVersion)] : []
    if (!before) return [told(ref, 'apply', yamlText(after), APPLY_ARGS)]
    const patch = mergePatch({ ...before, status: undefined }, { ...after, status: undefined })
    return patch ? [told(ref, 'patch', yamlText(patch), patchArgs(ref, 'merge', patch))] : []
  })
}

function deletion(ref: ObjectRef, apiVersion: string | undefined): WhatIfPatch {
  const { kind, namespace, name } = ref
  return told(ref, 'delete', yamlText({ apiVersion, kind, metadata: { name, namespace } }), deleteArgs(ref))
}

function told(object: ObjectRef, verb: WhatIfPatch['verb'], yaml: string, args: readonly string[]): WhatIfPatch {
  return { object, verb, yaml, args, command: shellCommand(args) }
}
