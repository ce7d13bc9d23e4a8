import http from 'node:http'
import https from 'node:https'
import { isIP, type Socket } from 'node:net'
import { refusedBy, tooSlow, userOf, type Way } from './way.ts'

/** Opens a way by CONNECT. Source: RFC 9110, section 9.3.6. */
export function openByConnect(way: Way): Promise<Socket> {
  const { proxy, host, port, connectMs } = way
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  const start = proxy.protocol === 'https:' ? https.request : http.request
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const request = start({
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    path: authority,
    headers: { host: authority, 'user-agent': 'breakwater', ...authorization(proxy) },
    agent: false,
    lookup: way.lookup,
  })
  const timer = setTimeout(() => request.destroy(tooSlow(way)), connectMs)
  const refuse = (status: number | undefined): void =>
    reject(refusedBy(way, `answered ${status} instead of leading to ${host}`, status === 407))
  request.once('connect', (response, socket: Socket) => {
    if (response.statusCode === 200) return resolve(socket)
    socket.destroy()
    refuse(response.statusCode)
  })
  request.once('response', (response) => {
    response.destroy()
    refuse(response.statusCode)
  })
  request.on('error', reject)
  request.end()
  return promise.finally(() => clearTimeout(timer))
}

function authorization(proxy: URL): http.OutgoingHttpHeaders {
  const given = userOf(proxy)
  if (!given) return {}
  return { 'proxy-authorization': `Basic ${Buffer.from(`${given.user}:${given.password}`).toString('base64')}` }
}
