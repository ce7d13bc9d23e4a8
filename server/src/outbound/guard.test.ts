import type { LookupAddress } from 'node:dns'
import { describe, expect, test } from 'vitest'
import { OutboundError } from './error.ts'
import { checkHost, classOf, guardedLookup, type Resolve } from './guard.ts'

const CLOSED = { allowPrivate: false }
const OPEN = { allowPrivate: true }

describe('addresses', () => {
  test.each([
    ['169.254.169.254', 'METADATA'],
    ['100.100.100.200', 'METADATA'],
    ['168.63.129.16', 'METADATA'],
    ['192.0.0.192', 'METADATA'],
    ['fd00:ec2::254', 'METADATA'],
    ['fd20:ce::254', 'METADATA'],
    ['::ffff:169.254.169.254', 'METADATA'],
    ['::ffff:a9fe:a9fe', 'METADATA'],
    ['64:ff9b::169.254.169.254', 'METADATA'],
    ['2002:a9fe:a9fe::1', 'METADATA'],
    ['169.254.170.2', 'LINK_LOCAL'],
    ['fe80::1', 'LINK_LOCAL'],
    ['fe80::1%eth0', 'LINK_LOCAL'],
    ['0.0.0.0', 'UNSPECIFIED'],
    ['0.1.2.3', 'UNSPECIFIED'],
    ['::', 'UNSPECIFIED'],
    ['224.0.0.1', 'MULTICAST'],
    ['ff02::1', 'MULTICAST'],
    ['255.255.255.255', 'RESERVED'],
    ['240.0.0.1', 'RESERVED'],
    ['100::1', 'RESERVED'],
    ['not an address', 'RESERVED'],
    ['127.0.0.1', 'LOOPBACK'],
    ['127.1.2.3', 'LOOPBACK'],
    ['::1', 'LOOPBACK'],
    ['::ffff:127.0.0.1', 'LOOPBACK'],
    ['::7f00:1', 'LOOPBACK'],
    ['10.0.0.1', 'PRIVATE'],
    ['172.16.0.1', 'PRIVATE'],
    ['172.31.255.255', 'PRIVATE'],
    ['192.168.1.1', 'PRIVATE'],
    ['100.64.0.1', 'PRIVATE'],
    ['fd12::1', 'PRIVATE'],
    ['fec0::1', 'PRIVATE'],
    ['::ffff:10.0.0.1', 'PRIVATE'],
    ['8.8.8.8', undefined],
    ['172.32.0.1', undefined],
    ['2606:4700::1111', undefined],
    ['::ffff:8.8.8.8', undefined],
  ])('%s is %s', (address, found) => {
    expect(classOf(address)).toBe(found)
  })

  test.each(['169.254.169.254', '[fe80::1]', '0.0.0.0', '224.0.0.1', '[::ffff:169.254.169.254]'])(
    '%s is refused whatever the policy',
    (host) => {
      expect(() => checkHost(host, OPEN)).toThrow(OutboundError)
    },
  )

  test.each(['127.0.0.1', '[::1]', '10.1.2.3', '[::ffff:192.168.0.1]', '100.64.1.1'])(
    '%s needs the setting',
    (host) => {
      expect(() => checkHost(host, OPEN)).not.toThrow()
      expect(refused(() => checkHost(host, CLOSED))).toMatchObject({
        code: 'ADDRESS_NOT_ALLOWED',
        advice: expect.stringContaining('BREAKWATER_ALLOW_PRIVATE_ADDRESSES'),
      })
    },
  )

  test.each(['http://2130706433/', 'http://0x7f.1/', 'http://017700000001/', 'http://127.1/'])(
    'another spelling of loopback is seen through: %s',
    (url) => {
      expect(() => checkHost(new URL(url).hostname, CLOSED)).toThrow(OutboundError)
    },
  )
})

describe('names', () => {
  test('a name that leads to public addresses is connected to exactly those', async () => {
    expect(await lookup(CLOSED, ['8.8.8.8', '2606:4700::1111'])).toEqual(['8.8.8.8', '2606:4700::1111'])
  })

  test('a name that leads to a private address is refused', async () => {
    await expect(lookup(CLOSED, ['10.0.0.1'])).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })

  test('one refused address among good ones refuses the name', async () => {
    await expect(lookup(CLOSED, ['8.8.8.8', '127.0.0.1'])).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })

  test('a name that leads to metadata is refused whatever the policy', async () => {
    await expect(lookup(OPEN, ['169.254.169.254'])).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })

  test('each connection is checked by its own answer, so a name that changes its mind is refused', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']]
    const rebinding: Resolve = (_host, _options, callback) => callback(null, addresses(answers.shift() ?? []))
    await expect(lookupWith(rebinding, CLOSED)).resolves.toEqual(['8.8.8.8'])
    await expect(lookupWith(rebinding, CLOSED)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })

  test('a caller that wants one address gets the first', async () => {
    const found = await new Promise((resolve) => {
      const one = guardedLookup(CLOSED, (_host, _options, callback) =>
        callback(null, addresses(['8.8.8.8', '9.9.9.9'])),
      )
      one('a.example', {}, (_error, address, family) => resolve([address, family]))
    })
    expect(found).toEqual(['8.8.8.8', 4])
  })
})

function lookup(policy: { allowPrivate: boolean }, found: string[]): Promise<string[]> {
  return lookupWith((_host, _options, callback) => callback(null, addresses(found)), policy)
}

function lookupWith(resolve: Resolve, policy: { allowPrivate: boolean }): Promise<string[]> {
  return new Promise((done, reject) => {
    guardedLookup(policy, resolve)('a.example', { all: true }, (error, found) => {
      if (error) reject(error)
      else done((found as LookupAddress[]).map(({ address }) => address))
    })
  })
}

function addresses(found: readonly string[]): LookupAddress[] {
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}

function refused(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
