import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OutboundClient, outboundClient } from './client.ts'

const never = new AbortController().signal

let server: http.Server
let client: OutboundClient
let answering: (() => void)[]
const connections = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))
const url = (path: string) => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)

beforeEach(async () => {
  answering = []
  server = http.createServer((request, response) => {
    if (request.url === '/at-once') response.end('done')
    else {
      response.write('begun ')
      answering.push(() => response.end('done'))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  client = outboundClient({ policy: { allowPrivate: true }, agent: new http.Agent({ keepAlive: true }) })
})
afterEach(async () => {
  client.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('a client that is retired closes what it kept open', async () => {
  await client.get(url('/at-once'), { signal: never })
  expect(await connections()).toBe(1)
  client.retire()
  await expect.poll(connections).toBe(0)
})

test('what is being fetched is read to its end first', async () => {
  const got = client.get(url('/later'), { signal: never })
  await expect.poll(() => answering.length).toBe(1)
  client.retire()
  for (const answer of answering) answer()
  expect((await got).body.toString()).toBe('begun done')
  await expect.poll(connections).toBe(0)
})
