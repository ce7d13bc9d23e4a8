import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { outboundClient } from './client.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A server that answers as `answer` does, and a way to follow it. */
async function followed(answer: (response: ServerResponse, request: IncomingMessage) => void, idleMs = 5_000) {
  const server = http.createServer((request, response) => answer(response, request)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agent = new http.Agent({ keepAlive: true })
  const client = outboundClient({ policy: { allowPrivate: true }, agent })
  closing.push(() => client.close())
  closing.push(
    () => server.closeAllConnections(),
    () => new Promise((done) => server.close(done)),
  )
  const stop = new AbortController()
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const open = () => client.follow(url, { signal: stop.signal, idleMs, totalMs: 60_000, maxBytes: 100 })
  const connections = () => new Promise<number>((done) => server.getConnections((_error, count) => done(count)))
  return { open, stop, connections }
}

const until = async (holds: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100 && !(await holds()); tries++) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await holds()).toBe(true)
}

test('lines come whole, wherever the pieces are cut, and empty ones are left out', async () => {
  const { open } = await followed(async (response) => {
    for (const piece of ['a', 'b\nc', 'd\n\n', 'ä'.slice(0, 1), '\n']) {
      response.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    response.end()
  })
  expect(await Array.fromAsync((await open()).lines)).toEqual(['ab', 'cd', 'ä'])
})

test('what ends without a line end was cut off', async () => {
  const { open } = await followed((response) => response.end('a\nb'))
  await expect(Array.fromAsync((await open()).lines)).rejects.toMatchObject({ code: 'CUT' })
})

test('a line has a bound', async () => {
  const { open } = await followed((response) => response.end('x'.repeat(101)))
  await expect(Array.fromAsync((await open()).lines)).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

test('silence ends it', async () => {
  const { open } = await followed((response) => response.write('a\n'), 50)
  await expect(Array.fromAsync((await open()).lines)).rejects.toMatchObject({ code: 'TIMED_OUT' })
})

test('the signal ends it, with its reason', async () => {
  const { open, stop } = await followed((response) => response.write('a\n'))
  const { lines } = await open()
  expect((await lines.next()).value).toBe('a')
  const next = lines.next()
  stop.abort(new Error('enough'))
  await expect(next).rejects.toThrow('enough')
})

test('an answer of which nobody reads a line is let go of by closing it', async () => {
  const { open, connections } = await followed((response) => response.writeHead(403).write('no\n'))
  const { status, close } = await open()
  expect(status).toBe(403)
  expect(await connections()).toBe(1)
  close()
  close()
  await until(async () => (await connections()) === 0)
})
