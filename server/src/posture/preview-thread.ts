import { parentPort, workerData } from 'node:worker_threads'
import { parsedObject, type StoredObject } from '../analysis/thread-messages.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { CustomRuleSource } from './custom-rule.ts'
import { previewOf } from './preview.ts'

/** What a thread that previews a rule is made with. */
export interface PreviewTask {
  readonly source: CustomRuleSource
  readonly unread: ReadonlyMap<string, string>
}

/** What it is told: objects, and at last that there are no more. It answers once, with what `previewOf` gives. */
export type PreviewMessage = { readonly objects: readonly StoredObject[] } | { readonly end: true }

const { source, unread } = workerData as PreviewTask
const objects: KubernetesObject[] = []

parentPort?.on('message', (message: PreviewMessage) => {
  if ('objects' in message) objects.push(...message.objects.map(parsedObject))
  else parentPort?.postMessage(previewOf(source, objects, unread))
})
