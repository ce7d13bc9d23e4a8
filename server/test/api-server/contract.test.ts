import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KubernetesClient } from '../kubernetes/client.ts'
import { type ApiServer, apiServer } from './api-server.ts'
import { ask, type Kept } from './ask.ts'
import { comparable } from './compare.ts'
import type { Exchange, Happening, Question, Transcript } from './transcript.ts'

const folder = fileURLToPath(new URL('./transcripts', import.meta.url))
const transcripts = readdirSync(folder)
  .sort()
  .map((name): Transcript => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))

describe.each(transcripts)('as kube-apiserver $server: $about', ({ objects, exchanges, server }) => {
  let api: ApiServer
  const clients: KubernetesClient[] = []
  const kept: Kept = new Map()
  beforeAll(async () => {
    api = await apiServer({ objects, version: server })
  })
  afterAll(async () => {
    for (const client of clients) client.close()
    await api.close()
  })

  test.each(exchanges)('$what', async (exchange) => {
    happen(api, exchange.before)
    if (exchange.as === 'restricted') api.access.forbid('services')
    const client = clientOf(api, exchange.as)
    clients.push(client)
    const answer = await ask(client, quickly(exchange), kept, async () => happen(api, exchange.during))
    api.access.allow('services')
    const [real, double] = comparable(exchange.answer, answer, exchange.compare)
    expect(double).toEqual(real)
  })
})

function clientOf({ url, ca, access }: ApiServer, as: Question['as']): KubernetesClient {
  if (as === 'anonymous') return new KubernetesClient({ url, ca })
  return new KubernetesClient({ url, ca, token: as === 'stranger' ? 'not-a-token' : access.token })
}

/** What takes a real server seconds need not take the test that long. */
function quickly(exchange: Exchange): Question {
  return { ...exchange, path: exchange.path.replace(/timeoutSeconds=\d+/, 'timeoutSeconds=0.4') }
}

function happen(api: ApiServer, happenings: readonly Happening[] = []): void {
  for (const happening of happenings) {
    if ('put' in happening) api.store.put(happening.put)
    else if ('remove' in happening) {
      api.store.remove(happening.remove.kind, happening.remove.name, happening.remove.namespace)
    } else if (happening.forget === 'lists') api.expireContinueTokens()
    else api.expireWatches()
  }
}
