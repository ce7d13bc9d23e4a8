import { expect, test } from 'vitest'
import { createRequestLimits, TooManyRequestsError } from './request-limits.ts'

const limits = () =>
  createRequestLimits({
    address: { requests: 2, withinS: 1 },
    identity: { requests: 2, withinS: 60 },
    failures: { requests: 2, withinS: 60 },
  })

async function passed(times: number, request: () => Promise<void>): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, request))
  return results.filter(({ status }) => status === 'fulfilled').length
}

test('over the limit it is said when to come back', async () => {
  const { fromAddress } = limits()
  expect(await passed(5, () => fromAddress('203.0.113.9'))).toBe(2)
  const error = await fromAddress('203.0.113.9').catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(TooManyRequestsError)
  expect(error).toMatchObject({ retryAfterS: 1 })
  expect(await passed(1, () => fromAddress('203.0.113.10'))).toBe(1)
})

test('when the time is over it begins anew', async () => {
  const { fromAddress } = limits()
  await passed(5, () => fromAddress('203.0.113.9'))
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect(await passed(1, () => fromAddress('203.0.113.9'))).toBe(1)
})

test('who has a whole IPv6 network is one', async () => {
  const { fromAddress } = limits()
  const addresses = ['2001:db8:0:1::1', '2001:0db8::1:2:3:4:5', '2001:db8:0:1:ffff::9']
  expect(await passed(1, () => fromAddress('2001:db8:0:2::1'))).toBe(1)
  const [same1 = '', , same2 = ''] = addresses
  expect(await passed(2, () => fromAddress(same1))).toBe(2)
  expect(await passed(1, () => fromAddress(same2))).toBe(0)
})

test('identities and failures are counted by themselves', async () => {
  const { ofIdentity, failed } = limits()
  expect(await passed(3, () => ofIdentity('token:a'))).toBe(2)
  expect(await passed(3, () => failed('203.0.113.9'))).toBe(2)
})
