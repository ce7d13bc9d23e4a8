import { expect, test } from 'vitest'
import { podStatus } from './pod-status.ts'

const running = { running: {} }
const waiting = (reason: string) => ({ waiting: { reason } })
const ended = (exitCode: number, more = {}) => ({ terminated: { exitCode, ...more } })
const pod = (status: object, spec: object = {}, metadata: object = {}) => ({ metadata, spec, status })
const shown = (status: object, spec?: object, metadata?: object) => podStatus(pod(status, spec, metadata)).status
const inits = (...names: string[]) => ({ initContainers: names.map((name) => ({ name })) })

test('a running pod', () => {
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'a', ready: true, restartCount: 2, state: running }],
  }
  expect(podStatus(pod(status))).toEqual({ phase: 'Running', status: 'Running', ready: true, restarts: 2 })
})

test('a container that crashes again and again', () => {
  expect(shown({ phase: 'Running', containerStatuses: [{ state: waiting('CrashLoopBackOff') }] })).toBe(
    'CrashLoopBackOff',
  )
})

test('the first container decides when several wait', () => {
  const containerStatuses = [{ state: waiting('ImagePullBackOff') }, { state: waiting('CrashLoopBackOff') }]
  expect(shown({ phase: 'Pending', containerStatuses })).toBe('ImagePullBackOff')
})

test('init containers that are not through', () => {
  const initContainerStatuses = [{ state: ended(0) }, { state: running }]
  expect(shown({ phase: 'Pending', initContainerStatuses }, inits('a', 'b'))).toBe('Init:1/2')
})

test('an init container that waits for nothing but its turn', () => {
  const initContainerStatuses = [{ state: waiting('PodInitializing') }, { state: waiting('PodInitializing') }]
  expect(shown({ phase: 'Pending', initContainerStatuses }, inits('a', 'b'))).toBe('Init:0/2')
})

test('an init container that fails', () => {
  expect(
    shown({ phase: 'Pending', initContainerStatuses: [{ state: ended(1, { reason: 'Error' }) }] }, inits('a')),
  ).toBe('Init:Error')
  expect(shown({ phase: 'Pending', initContainerStatuses: [{ state: ended(3) }] }, inits('a'))).toBe('Init:ExitCode:3')
  expect(shown({ phase: 'Pending', initContainerStatuses: [{ state: waiting('CrashLoopBackOff') }] }, inits('a'))).toBe(
    'Init:CrashLoopBackOff',
  )
})

test('a sidecar that is started does not hold the pod up, and its restarts count', () => {
  const spec = { initContainers: [{ name: 'mesh', restartPolicy: 'Always' }] }
  const status = {
    phase: 'Running',
    initContainerStatuses: [{ name: 'mesh', started: true, restartCount: 3, state: running }],
    containerStatuses: [{ ready: true, restartCount: 1, state: running }],
  }
  expect(podStatus(pod(status, spec))).toMatchObject({ status: 'Running', restarts: 4 })
})

test('what has ended', () => {
  expect(shown({ phase: 'Succeeded', containerStatuses: [{ state: ended(0, { reason: 'Completed' }) }] })).toBe(
    'Completed',
  )
  expect(shown({ phase: 'Failed', containerStatuses: [{ state: ended(137, { signal: 9 }) }] })).toBe('Signal:9')
  expect(shown({ phase: 'Failed', reason: 'Evicted' })).toBe('Evicted')
})

test('one container is through, the other goes on', () => {
  const containerStatuses = [{ state: ended(0, { reason: 'Completed' }) }, { ready: true, state: running }]
  expect(shown({ phase: 'Running', containerStatuses })).toBe('NotReady')
  expect(shown({ phase: 'Running', containerStatuses, conditions: [{ type: 'Ready', status: 'True' }] })).toBe(
    'Running',
  )
})

test('a pod that is being deleted', () => {
  const metadata = { deletionTimestamp: '2026-03-10T09:00:00Z' }
  expect(shown({ phase: 'Running' }, {}, metadata)).toBe('Terminating')
  expect(shown({ phase: 'Running', reason: 'NodeLost' }, {}, metadata)).toBe('Unknown')
})

test('a pod that no node was found for', () => {
  expect(shown({ phase: 'Pending' })).toBe('Pending')
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }]
  expect(shown({ phase: 'Pending', conditions })).toBe('SchedulingGated')
})

test.each([
  undefined,
  null,
  'x',
  7,
  [],
  {},
  { phase: 7, conditions: 'x', containerStatuses: [null, 'x', { state: 3 }] },
])('a status of the wrong shape: %j', (status) => {
  expect(podStatus({ status })).toEqual({ phase: 'Unknown', status: 'Unknown', ready: false, restarts: 0 })
})
