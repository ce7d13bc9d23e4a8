import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { checkServerIdentity } from 'node:tls'
import { OutboundError, outboundError } from './error.ts'
import { checkHost, guardedLookup, type Resolve } from './guard.ts'
import { openByConnect } from './way-connect.ts'
import { openBySocks } from './way-socks.ts'

export interface TunnelOptions {
  /** http:, https: or socks5:, with user and password where it wants them. */
  readonly proxy: URL
  /** Of the other side, not of the proxy: certificate authority, client certificate, name. */
  readonly tls: https.AgentOptions
  /**
   * Who finds the address of the other side. `PROXY`: it gets the name, for it may know names that this machine does not. `US`: it
   * gets an address that the guard has judged, so that a name cannot mean something else to it.
   */
  readonly namesFoundBy: 'PROXY' | 'US'
  /** Until the tunnel stands. */
  readonly connectMs: number
  /** Stands in for the system's resolver in tests. */
  readonly resolve?: Resolve | undefined
}

/**
 * An agent for addresses of one scheme that goes through a proxy, by CONNECT or SOCKS 5. The guard judges
 * - the proxy itself: it may be on this machine or private, never metadata or link-local;
 * - the other side, by the `lookup` of each request: what this machine's DNS makes of its name must be allowed. A name that is not
 *   known here is left to the proxy, where names are the proxy's. What a proxy makes of a name cannot be seen from here: that is
 *   why `PROXY` is only for those who may name a proxy, the operator and the machine's own kubeconfig.
 */
export function tunnelAgent(protocol: 'https:' | 'http:', options: TunnelOptions): http.Agent {
  return protocol === 'https:' ? new TlsTunnelAgent(options) : new PlainTunnelAgent(options)
}

type Connected = (error: Error | null, stream: Duplex) => void
type Target = http.ClientRequestArgs & https.RequestOptions

class TlsTunnelAgent extends https.Agent {
  readonly #options: TunnelOptions
  #closed = false
  constructor(options: TunnelOptions) {
    super({ ...options.tls, keepAlive: true })
    this.#options = options
  }

  override createConnection(target: Target, connected?: Connected): undefined {
    const host = target.host ?? ''
    const name = target.servername || host
    const upgrade = (socket: Socket): Duplex | null | undefined =>
      super.createConnection({
        ...target,
        socket,
        // The other side is who was asked for, also where the proxy was asked for its address.
        checkServerIdentity: (_name: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
          checkServerIdentity(name, certificate),
      } as Target)
    openTunnel(target, this.#options)
      .then((socket) => upgrade(unlessClosed(socket, this.#closed)))
      .then(
        (stream) => finish(connected, stream),
        (error: Error) => fail(connected, error),
      )
    return undefined
  }

  override destroy(): void {
    this.#closed = true
    super.destroy()
  }
}

class PlainTunnelAgent extends http.Agent {
  readonly #options: TunnelOptions
  #closed = false
  constructor(options: TunnelOptions) {
    super({ keepAlive: true })
    this.#options = options
  }

  override createConnection(target: Target, connected?: Connected): undefined {
    openTunnel(target, this.#options)
      .then((socket) => unlessClosed(socket, this.#closed))
      .then(
        (socket) => finish(connected, socket),
        (error: Error) => fail(connected, error),
      )
    return undefined
  }

  override destroy(): void {
    this.#closed = true
    super.destroy()
  }
}

/** A way that opens after the agent was closed is nobody's: nothing would ever close it. */
function unlessClosed(socket: Socket, closed: boolean): Socket {
  if (!closed) return socket
  socket.destroy()
  throw new OutboundError('CUT', 'The connection was closed.', 'Try again.')
}

function finish(connected: Connected | undefined, stream: Duplex | null | undefined): void {
  if (stream) connected?.(null, stream)
}

function fail(connected: Connected | undefined, error: Error): void {
  // With an error there is no stream, which the type does not know.
  connected?.(error, undefined as unknown as Duplex)
}

async function openTunnel(target: Target, options: TunnelOptions): Promise<Socket> {
  const { proxy, connectMs } = options
  const host = await askedFor(target, options.namesFoundBy)
  const port = Number(target.port ?? target.defaultPort ?? 443)
  // The proxy is the operator's: it may stand on this machine or in a private network.
  checkHost(proxy.hostname, PROXY_POLICY)
  const lookup = guardedLookup(PROXY_POLICY, options.resolve)
  const open = proxy.protocol.startsWith('socks') ? openBySocks : openByConnect
  return open({ proxy, host, port, lookup, connectMs }).catch((error: unknown) => {
    throw outboundError(error, `The proxy ${proxy.host}`)
  })
}

const PROXY_POLICY = { allowPrivate: true }

/** What the proxy is asked for, once the guard has let it through. A literal address was judged with the URL. */
async function askedFor(target: Target, namesFoundBy: TunnelOptions['namesFoundBy']): Promise<string> {
  const { lookup } = target
  const host = target.host ?? ''
  if (isIP(host) || !lookup) return host
  try {
    const address = await found(host, lookup as LookupFunction)
    return namesFoundBy === 'US' ? address : host
  } catch (error) {
    if (error instanceof OutboundError) throw error
    if (namesFoundBy === 'PROXY') return host
    throw new OutboundError(
      'NO_ADDRESS',
      `${host} is a name that has no address here, and what the proxy makes of it cannot be judged.`,
      "Use a name that this machine's DNS knows, or connect a context of the machine itself.",
      { cause: error },
    )
  }
}

function found(host: string, lookup: LookupFunction): Promise<string> {
  return new Promise((resolve, reject) => {
    lookup(host, {}, (error, address) => {
      if (error) reject(error)
      else resolve(typeof address === 'string' ? address : (address[0]?.address ?? ''))
    })
  })
}
