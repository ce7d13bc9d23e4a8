import { parentPort, workerData } from 'node:worker_threads'
import type { WhatCanRequest, WhoCanRequest } from '@breakwater/schema/rights-service.ts'
import { parsedObject, type StoredObject } from '../analysis/thread-messages.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { CustomRuleSource } from './custom-rule.ts'
import { previewOf } from './preview.ts'
import { readObjects } from './read-objects.ts'
import { whatCanAnswer, whoCanAnswer } from './rights-answers.ts'

/** What a thread is made for: one question. */
export type Question =
  | { readonly ask: 'preview'; readonly source: CustomRuleSource }
  | { readonly ask: 'whoCan'; readonly request: WhoCanRequest }
  | { readonly ask: 'whatCan'; readonly request: WhatCanRequest }

export interface QuestionTask {
  readonly question: Question
  readonly unread: ReadonlyMap<string, string>
}

/** What it is told: objects, and at last that there are no more. It answers once. */
export type QuestionMessage = { readonly objects: readonly StoredObject[] } | { readonly end: true }

const { question, unread } = workerData as QuestionTask
const objects: KubernetesObject[] = []

parentPort?.on('message', (message: QuestionMessage) => {
  if ('objects' in message) objects.push(...message.objects.map(parsedObject))
  else parentPort?.postMessage(answer())
})

function answer(): unknown {
  if (question.ask === 'preview') return previewOf(question.source, objects, unread)
  const ofCluster = readObjects(objects, unread)
  return question.ask === 'whoCan'
    ? whoCanAnswer(ofCluster, question.request)
    : whatCanAnswer(ofCluster, question.request)
}
