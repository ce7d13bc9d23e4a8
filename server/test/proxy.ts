import http, { type IncomingMessage, type Server } from 'node:http'
import https from 'node:https'
import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { certificateAuthority } from './api-server/certificates.ts'

/** A proxy that leads wherever it is asked to. */
export interface ProxyDouble {
  readonly port: number
  /** What it was asked for, as `HOST:PORT`. */
  readonly asked: readonly string[]
  /** Connections that are open through it. */
  readonly open: ReadonlySet<unknown>
  close(): Promise<void>
}

export interface ProxyOptions {
  /** Names that only this proxy knows, and the address on this machine that each leads to. */
  readonly names?: Readonly<Record<string, string>>
  /** `USER:PASSWORD` that it wants. */
  readonly user?: string
  /** The status of a CONNECT proxy's refusals. */
  readonly refuses?: number
  /** Leads there only then. */
  readonly waits?: Promise<void>
  /** Never answers. */
  readonly silent?: boolean
}

/** A proxy that speaks CONNECT, over TLS with a certificate that nobody knows when `tls`. */
export async function connectProxy(
  options: ProxyOptions = {},
  tls = false,
): Promise<ProxyDouble & { readonly ca: string }> {
  const asked: string[] = []
  const open = new Set<Duplex>()
  const authority = await certificateAuthority('proxy-ca')
  const shown = await authority.server()
  const server: Server = tls ? https.createServer({ cert: shown.certificate, key: shown.key }) : http.createServer()
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
    asked.push(request.url ?? '')
    if (options.silent) return void socket.on('end', () => socket.destroy()).resume()
    const wanted = options.user && `Basic ${Buffer.from(options.user).toString('base64')}`
    if (wanted && request.headers['proxy-authorization'] !== wanted) {
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')
    }
    if (options.refuses) return void socket.end(`HTTP/1.1 ${options.refuses} No\r\ncontent-length: 6\r\n\r\nsecret`)
    const { hostname, port } = new URL(`http://${request.url}`)
    void lead(socket, options, hostname.replace(/^\[|\]$/g, ''), Number(port || 80), () =>
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
    )
  })
  return { ...(await listening(server, asked, open)), ca: authority.certificate }
}

/** A proxy that speaks SOCKS 5. */
export async function socksProxy(options: ProxyOptions = {}): Promise<ProxyDouble> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
    if (options.silent) socket.resume()
    else void serveSocks(socket, options, asked).catch(() => socket.destroy())
  })
  return listening(server, asked, open)
}

async function serveSocks(socket: Socket, options: ProxyOptions, asked: string[]): Promise<void> {
  const bytes = reader(socket)
  const [, methods = 0] = await bytes(2)
  const offered = await bytes(methods)
  const method = options.user ? 2 : 0
  if (!offered.includes(method)) return void socket.end(Buffer.from([5, 0xff]))
  socket.write(Buffer.from([5, method]))
  if (options.user) {
    await bytes(1)
    const user = (await bytes((await bytes(1))[0] ?? 0)).toString()
    const password = (await bytes((await bytes(1))[0] ?? 0)).toString()
    if (`${user}:${password}` !== options.user) return void socket.end(Buffer.from([1, 1]))
    socket.write(Buffer.from([1, 0]))
  }
  const [, , , type] = await bytes(4)
  const host = await hostOf(bytes, type ?? 0)
  const port = (await bytes(2)).readUInt16BE()
  asked.push(`${host}:${port}`)
  if (options.refuses) return void socket.end(Buffer.from([5, options.refuses, 0, 1, 0, 0, 0, 0, 0, 0]))
  await lead(socket, options, host, port, () => socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])))
}

async function hostOf(bytes: (count: number) => Promise<Buffer>, type: number): Promise<string> {
  if (type === 1) return (await bytes(4)).join('.')
  if (type === 4) return (await bytes(16)).toString('hex').replace(/(.{4})(?!$)/g, '$1:')
  return (await bytes((await bytes(1))[0] ?? 0)).toString()
}

function reader(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    for (;;) {
      const read: Buffer | null = socket.read(count)
      if (read !== null) return read
      await new Promise((resolve) => socket.once('readable', resolve))
    }
  }
}

async function lead(
  socket: Duplex,
  { names, waits }: ProxyOptions,
  host: string,
  port: number,
  ready: () => void,
): Promise<void> {
  await waits
  const target = connect(port, names?.[host] ?? host, () => {
    ready()
    target.pipe(socket).pipe(target)
  })
  target.on('error', () => socket.destroy())
  socket.on('close', () => target.destroy())
}

async function listening(server: Server | NetServer, asked: string[], open: Set<Duplex>): Promise<ProxyDouble> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    open,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
