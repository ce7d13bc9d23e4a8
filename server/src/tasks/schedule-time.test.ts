import { expect, test } from 'vitest'
import { isCron, isTimeZone, latestMoment, nextMoment } from './schedule-time.ts'

const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin' })
const latest = (times: Parameters<typeof latestMoment>[0], at: string) => {
  const moment = latestMoment(times, new Date(at))
  return moment && [moment.at.toISOString(), moment.local]
}
const next = (times: Parameters<typeof nextMoment>[0], after: string) =>
  nextMoment(times, new Date(after))?.at.toISOString()

test('midnight is that of the time zone', () => {
  expect(latest(berlin('0 0 * * *'), '2026-01-15T22:59:59Z')).toEqual(['2026-01-14T23:00:00.000Z', '2026-01-15T00:00'])
  expect(latest(berlin('0 0 * * *'), '2026-01-15T23:00:00Z')).toEqual(['2026-01-15T23:00:00.000Z', '2026-01-16T00:00'])
  expect(next({ cron: '0 0 * * *', timeZone: 'Asia/Kathmandu' }, '2026-01-15T12:00:00Z')).toBe(
    '2026-01-15T18:15:00.000Z',
  )
})

test('the next moment comes after the one asked about', () => {
  expect(next(berlin('0 0 * * *'), '2026-01-15T23:00:00Z')).toBe('2026-01-16T23:00:00.000Z')
})

test('a time that the clock skips in spring comes once, an hour later by the clock', () => {
  expect(latest(berlin('30 2 * * *'), '2026-03-29T12:00:00Z')).toEqual(['2026-03-29T01:30:00.000Z', '2026-03-29T02:30'])
  expect(next(berlin('30 2 * * *'), '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
  expect(next(berlin('30 2 * * *'), '2026-03-29T01:30:00Z')).toBe('2026-03-30T00:30:00.000Z')
})

test('a time that the clock repeats in autumn comes once, the first time', () => {
  expect(latest(berlin('30 2 * * *'), '2026-10-25T12:00:00Z')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T02:30'])
  expect(next(berlin('30 2 * * *'), '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z')
})

test('a midnight that the clock skips comes at one in the morning', () => {
  const cairo = { cron: '0 0 * * *', timeZone: 'Africa/Cairo' }
  expect(latest(cairo, '2026-04-24T12:00:00Z')).toEqual(['2026-04-23T22:00:00.000Z', '2026-04-24T00:00'])
})

test('a year of nights has one run a night, whatever the clock does', () => {
  const times = berlin('30 2 * * *')
  const nights = new Set<string>()
  let at = new Date('2025-12-31T12:00:00Z')
  for (let night = 0; night < 365; night++) {
    const moment = nextMoment(times, at)
    if (!moment) throw new Error('no further night')
    nights.add(moment.local.slice(0, 10))
    at = moment.at
  }
  expect([nights.size, at.toISOString().slice(0, 10)]).toEqual([365, '2026-12-31'])
})

test('days of the week and of the month are those of node-cron', () => {
  expect(latest(berlin('0 12 * * 1'), '2026-01-15T00:00:00Z')?.[1]).toBe('2026-01-12T12:00')
  expect(latest(berlin('15 6 29 2 *'), '2026-01-15T00:00:00Z')?.[1]).toBe('2024-02-29T06:15')
  expect(latest(berlin('*/20 * * * *'), '2026-01-15T10:47:00Z')?.[1]).toBe('2026-01-15T11:40')
})

test('a day that does not come in eight years has no moment', () => {
  const mondayOfLeapYears = berlin('0 0 29 2 1')
  expect(nextMoment(mondayOfLeapYears, new Date('2026-01-01T00:00:00Z'))).toBeUndefined()
})

test('cron means five fields that are understood', () => {
  expect(['0 0 * * *', ' 5 4 * * 1-5 ', '0 0 0 * * *', '0 25 * * *', '0 0 31 2 *', 'midnight'].map(isCron)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

test('a time zone is an IANA name', () => {
  expect(['Europe/Berlin', 'UTC', '+01:00', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false, false])
})
