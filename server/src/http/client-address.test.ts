import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createProxies } from './client-address.ts'

function request(peer: string, headers: Record<string, string> = {}): IncomingMessage {
  const message = new IncomingMessage(Object.defineProperty(new Socket(), 'remoteAddress', { value: peer }))
  return Object.assign(message, { headers })
}

const proxies = createProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])

test.each([
  ['without a proxy it is the peer, whatever it claims', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
  ['behind a proxy it is what the proxy saw', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  [
    'behind several it is what the outermost trusted one saw',
    '10.1.2.3',
    '1.2.3.4, 203.0.113.9, 192.0.2.7',
    '203.0.113.9',
  ],
  ['what a client puts in front is not believed', '10.1.2.3', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
  ['what is no address ends the way', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['a proxy that says nothing is the client', '10.1.2.3', undefined, '10.1.2.3'],
  ['IPv4 over an IPv6 socket is IPv4', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['IPv6 proxies are told by their range', 'fd00::1', '2001:db8::9', '2001:db8::9'],
])('%s', (_, peer, forwardedFor, expected) => {
  const headers: Record<string, string> = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
  expect(proxies.clientAddress(request(peer, headers))).toBe(expected)
})

test('host and scheme are taken from a trusted proxy only', () => {
  const headers = { 'x-forwarded-host': 'breakwater.example.com', 'x-forwarded-proto': 'https' }
  expect(proxies.forwarded(request('10.1.2.3', headers), 'host')).toBe('breakwater.example.com')
  expect(proxies.forwarded(request('203.0.113.9', headers), 'host')).toBeUndefined()
  expect(proxies.forwarded(request('203.0.113.9', headers), 'proto')).toBeUndefined()
})

test('by default no proxy is trusted', () => {
  expect(createProxies([]).clientAddress(request('127.0.0.1', { 'x-forwarded-for': '1.2.3.4' }))).toBe('127.0.0.1')
})
