import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import type { KubernetesClient, ReceivedAnswer } from '../kubernetes/client.ts'
import { discoveryForm, normalEvents, normalForm } from './normal-form.ts'
import type { NormalAnswer, Question } from './transcript.ts'

/** What earlier answers told, by the names of `Question.keep`. */
export type Kept = Map<string, string>

/** Asks a server, and keeps what later questions need. `during` is called once a watch's stream is open. */
export async function ask(
  client: KubernetesClient,
  question: Question,
  kept: Kept,
  during?: () => Promise<void>,
): Promise<NormalAnswer> {
  const { method, accept, body } = question
  const path = question.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(kept.get(name) ?? missing(name)))
  const sent = {
    path,
    ...(method ? { method } : {}),
    ...(body ? { body } : {}),
    ...(accept ? { headers: { accept } } : {}),
  }
  if (!isWatch(path)) return normalAnswer(await client.request(sent), question, kept)
  const stream = await client.open(sent)
  if (stream.statusCode === 200) return watched(stream, during)
  return normalAnswer(await received(stream), question, kept)
}

function isWatch(path: string): boolean {
  return /[?&]watch=1/.test(path)
}

async function watched(stream: IncomingMessage, during: (() => Promise<void>) | undefined): Promise<NormalAnswer> {
  const lines: string[] = []
  const reader = createInterface(stream).on('line', (line) => line !== '' && lines.push(line))
  const ended = once(reader, 'close')
  await during?.()
  await ended
  return { status: 200, contentType: String(stream.headers['content-type']), events: normalEvents(lines) }
}

async function received(stream: IncomingMessage): Promise<ReceivedAnswer> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return { status: stream.statusCode ?? 0, headers: stream.headers, text }
}

function normalAnswer({ status, headers, text }: ReceivedAnswer, question: Question, kept: Kept): NormalAnswer {
  const contentType = String(headers['content-type'])
  const retryAfter = headers['retry-after']
  const body = contentType.startsWith('application/json') ? JSON.parse(text) : text
  for (const [name, place] of Object.entries(question.keep ?? {})) kept.set(name, String(memberAt(body, place)))
  const normal = question.compare === 'known' ? discoveryForm(normalForm(body)) : normalForm(body)
  return { status, contentType, ...(retryAfter ? { retryAfter } : {}), body: normal }
}

function memberAt(body: unknown, place: string): unknown {
  let value = body
  for (const name of place.split('.')) value = (value as Record<string, unknown> | undefined)?.[name]
  return value ?? missing(place)
}

function missing(name: string): never {
  throw new Error(`No answer told ${name}`)
}
