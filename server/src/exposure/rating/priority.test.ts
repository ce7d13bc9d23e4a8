import { describe, expect, test } from 'vitest'
import { type PriorityInput, priorityOf } from './priority.ts'

const web: PriorityInput = {
  verdict: 'internet',
  portClass: 'web',
  tls: 'unknown',
  ports: [80, 8080],
  authentication: 'unknown',
  leadsOut: false,
  isController: false,
}

describe('a web', () => {
  test.each([
    ['without encryption', {}, 'MEDIUM'],
    ['whose service is on the port of TLS', { ports: [30_443, 443, 8080] }, 'LOW'],
    ['behind a node port that leads to the port of TLS', { ports: [30_443, 443] }, 'LOW'],
    ['that is known to be without TLS, on whatever port', { tls: 'none', ports: [443] }, 'MEDIUM'],
    ['without encryption that leads beyond its pod', { leadsOut: true }, 'HIGH'],
    ['of a controller, which may read secrets and redirects', { leadsOut: true, isController: true }, 'MEDIUM'],
    ['with encryption that leads beyond its pod', { leadsOut: true, ports: [443] }, 'MEDIUM'],
    ['that asks who somebody is', { authentication: 'known' }, 'LOW'],
    ['for some only', { verdict: 'restricted' }, 'LOW'],
    ['for nobody from outside', { verdict: 'private' }, 'NONE'],
  ] as const)('%s', (_what, over, priority) => {
    expect(priorityOf({ ...web, ...over })).toBe(priority)
  })
})

test('a database of a controller is as urgent as any', () => {
  expect(priorityOf({ ...web, portClass: 'database', isController: true })).toBe('HIGH')
})
