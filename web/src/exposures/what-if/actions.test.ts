import { expect, test } from 'vitest'
import { fittingActions, type TriedExposure } from './actions.ts'

const exposure = (kind: TriedExposure['entry']['kind'], workloadName = 'shop'): TriedExposure => ({
  id: kind,
  title: kind,
  verdict: 'INTERNET',
  workloadName,
  entry: { kind },
})
const kindsFor = (...exposures: TriedExposure[]) => fittingActions(exposures).map(({ kind }) => kind)

test('of an ingress the rule can be deleted, and its service is left alone', () => {
  expect(kindsFor(exposure('INGRESS'))).toEqual(['LIMIT_SOURCES', 'DELETE_ROUTE', 'ADMIT_ONLY_CONTROLLER'])
})

test('only a load balancer can be made internal', () => {
  expect(kindsFor(exposure('LOAD_BALANCER'))).toContain('MAKE_SERVICE_INTERNAL')
  expect(kindsFor(exposure('NODE_PORT'))).not.toContain('MAKE_SERVICE_INTERNAL')
})

test('what leads to no workload gets no policy for one', () => {
  expect(kindsFor(exposure('INGRESS', ''))).toEqual(['LIMIT_SOURCES', 'DELETE_ROUTE'])
})

test('nothing fits a pod in the network of its node', () => {
  expect(kindsFor(exposure('HOST_NETWORK'))).toEqual([])
})

test('of several exposures each action tells how many it fits', () => {
  const fitting = fittingActions([exposure('INGRESS'), exposure('LOAD_BALANCER'), exposure('HOST_NETWORK')])
  expect(fitting.find(({ kind }) => kind === 'LIMIT_SOURCES')?.fits).toBe(2)
  expect(fitting.find(({ kind }) => kind === 'DELETE_ROUTE')?.fits).toBe(1)
})
