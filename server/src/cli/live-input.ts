import { SourceError } from '../clusters/source.ts'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KindDefinition } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { asUsageError, openContext } from './machine-cluster.ts'
import type { ManifestInput } from './manifest-input.ts'

/** Reads kinds of the cluster of a context, as `readManifestInput` reads files. A kind that fails is unread as a whole. Throws `UsageError`. */
export async function readLiveInput(
  context: string,
  allowExec: boolean,
  kinds: readonly KindDefinition[],
): Promise<ManifestInput> {
  const source = await openContext(context, allowExec)
  try {
    const { signal } = new AbortController()
    const served = await source.served(kinds, signal)
    const objects: KubernetesObject[] = []
    const unread = new Map<string, string>()
    const problems: string[] = []
    for (const kind of kinds) {
      const gap = served.get(kind.kind) ?? (await readKind(kind, objects))
      if (!gap || gap.reason === 'NOT_SERVED') continue
      unread.set(kind.kind, gap.reason)
      problems.push(`${kind.kind} was not read: ${gap.message} ${gap.advice}`.trim())
    }
    return { cluster: clusterObjects(objects, unread), objects, problems, status: unread.size > 0 ? 3 : 0 }

    async function readKind(kind: KindDefinition, into: KubernetesObject[]) {
      const own: KubernetesObject[] = []
      try {
        for await (const page of source.pages(kind, signal)) {
          if (page.restart) own.length = 0
          for (const object of page.objects) own.push(object)
        }
      } catch (error) {
        if (error instanceof SourceError)
          return { reason: 'FAILED' as const, message: error.message, advice: error.advice }
        throw error
      }
      for (const object of own) into.push(object)
      return undefined
    }
  } catch (error) {
    throw asUsageError(error)
  } finally {
    await source.close()
  }
}
