import type { IncomingMessage } from 'node:http'

/** Where a request came from, for the audit trail and the list of sessions; an IPv4 address in its usual form. */
export function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')
}
