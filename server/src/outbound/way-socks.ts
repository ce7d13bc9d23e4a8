import { connect, isIP, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { OutboundError } from './error.ts'
import { refusedBy, tooSlow, userOf, type Way } from './way.ts'

const VERSION = 5
const NO_AUTHENTICATION = 0
const USER_AND_PASSWORD = 2

/** Opens a way by SOCKS 5, with a name left to the proxy. Sources: RFC 1928, and RFC 1929 for user and password. */
export async function openBySocks(way: Way): Promise<Socket> {
  const { proxy, connectMs, lookup } = way
  const socket = connect({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port || 1080),
    lookup,
  })
  const timer = setTimeout(() => socket.destroy(tooSlow(way)), connectMs)
  try {
    await authenticate(socket, way)
    await request(socket, way)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function authenticate(socket: Socket, way: Way): Promise<void> {
  const given = userOf(way.proxy)
  const methods = given ? [NO_AUTHENTICATION, USER_AND_PASSWORD] : [NO_AUTHENTICATION]
  socket.write(Buffer.from([VERSION, methods.length, ...methods]))
  const [version, method] = await take(socket, 2)
  if (version !== VERSION) throw notSocks(way)
  if (method === NO_AUTHENTICATION) return
  if (method !== USER_AND_PASSWORD || !given) throw refusedBy(way, 'wants another way to sign in', true)
  socket.write(Buffer.concat([Buffer.from([1]), short(given.user), short(given.password)]))
  const [, status] = await take(socket, 2)
  if (status !== 0) throw refusedBy(way, 'does not accept the user and password', true)
}

async function request(socket: Socket, way: Way): Promise<void> {
  const { host, port } = way
  socket.write(Buffer.concat([Buffer.from([VERSION, 1, 0]), addressOf(host), Buffer.from([port >> 8, port & 0xff])]))
  const [version, status = 1, , type = 0] = await take(socket, 4)
  if (version !== VERSION) throw notSocks(way)
  if (status !== 0) throw refusedBy(way, `${FAILURES[status] ?? 'failed'} when asked to lead to ${host}`, false)
  // The address that it binds, which is of no use here.
  const length = type === 1 ? 4 : type === 4 ? 16 : ((await take(socket, 1))[0] ?? 0)
  await take(socket, length + 2)
}

/** Source: RFC 1928, section 6. */
const FAILURES: Readonly<Record<number, string>> = {
  2: 'refused by its rules',
  3: 'found no route to the network',
  4: 'did not reach the host',
  5: 'found the connection refused',
}

function addressOf(host: string): Buffer {
  if (isIP(host) === 0) return Buffer.concat([Buffer.from([3]), short(host)])
  return Buffer.from([isIP(host) === 4 ? 1 : 4, ...ipaddr.parse(host).toByteArray()])
}

/** A text behind its length, which is one byte. */
function short(text: string): Buffer {
  const bytes = Buffer.from(text)
  if (bytes.length > 255)
    throw new OutboundError('UNREACHABLE', 'A name or password is too long for SOCKS 5.', 'Use at most 255 bytes.')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

/** The next bytes, and no more: what comes behind them is the other side's. */
function take(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const bytes: Buffer | null = socket.read(count)
      if (bytes !== null) done(() => resolve(bytes))
    }
    const fail = (error: Error): void => done(() => reject(error))
    const end = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    const done = (settle: () => void): void => {
      socket.off('readable', look).off('error', fail).off('end', end).off('close', end)
      settle()
    }
    socket.on('readable', look).on('error', fail).on('end', end).on('close', end)
    look()
  })
}

function notSocks({ proxy }: Way): OutboundError {
  return new OutboundError(
    'UNREACHABLE',
    `What answers at ${proxy.host} is no SOCKS 5 proxy.`,
    'Check the address of the proxy, and its scheme.',
  )
}
