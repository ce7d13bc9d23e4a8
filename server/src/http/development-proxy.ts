import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** Hands pages on to `next dev`, so that a developer's browser sees one origin, as in the product. */
export interface DevelopmentProxy {
  serve(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** `target` is the port of `next dev` on the loopback. */
export function createDevelopmentProxy(target: number): DevelopmentProxy {
  const host = '127.0.0.1'
  return {
    serve(request, response) {
      const headers = { ...request.headers, host: `${host}:${target}` }
      const forwarded = httpRequest(
        { host, port: target, method: request.method, path: request.url, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        },
      )
      forwarded.on('error', () => response.writeHead(502).end('The dashboard is being built; reload in a moment.\n'))
      request.pipe(forwarded)
    },
    upgrade(request, socket, head) {
      const forwarded = connect(target, host, () => {
        const headers = { ...request.headers, host: `${host}:${target}`, origin: `http://${host}:${target}` }
        const lines = Object.entries(headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one) => `${name}: ${one}`),
        )
        forwarded.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
        forwarded.write(head)
        socket.pipe(forwarded).pipe(socket)
      })
      forwarded.on('error', () => socket.destroy())
    },
  }
}
