import { expect, test } from 'vitest'
import { addressAndPort, containerPortText, entryText, firstAddress, hostAndPath } from './entry-names.ts'

test('an IPv6 address stands in brackets before its port', () => {
  expect(addressAndPort('2001:4860::8', 443)).toBe('[2001:4860::8]:443')
  expect(addressAndPort('34.117.20.42', 443)).toBe('34.117.20.42:443')
  expect(addressAndPort('34.117.20.42', null)).toBe('34.117.20.42')
})

test('of several addresses the first is shown, and how many more there are', () => {
  expect(firstAddress({ addresses: ['34.1.1.1', '34.1.1.2', 'a.example'], port: 80 })).toBe('34.1.1.1:80 +2')
  expect(firstAddress({ addresses: ['34.1.1.1'], port: 80 })).toBe('34.1.1.1:80')
})

test('an entry point without an address says so', () => {
  expect(firstAddress({ addresses: [], port: 80 })).toBe('No address yet')
})

test('a path without a host is that of any host', () => {
  expect(hostAndPath({ host: 'www.shop.example', path: '/cart' })).toBe('www.shop.example/cart')
  expect(hostAndPath({ host: '', path: '/cart' })).toBe('any host/cart')
  expect(hostAndPath({ host: '', path: '' })).toBe('')
})

test('the port comes first, so that it is seen where the name is cut', () => {
  expect(containerPortText({ container: 'web', containerPort: 8080, protocol: 'TCP' })).toBe('8080/TCP web')
  expect(containerPortText({ container: '', containerPort: 53, protocol: 'UDP' })).toBe('53/UDP')
  expect(containerPortText({ container: '', containerPort: null, protocol: 'TCP' })).toBe('')
})

test('a service is called by how it is reached', () => {
  expect(entryText({ kind: 'NODE_PORT', object: { namespace: 'shop', name: 'cart' } })).toBe('Node port shop/cart')
})
