import { expect, test } from 'vitest'
import { podTone } from './states.ts'

test.each([
  ['Running', true, 'good'],
  ['Running', false, 'warning'],
  ['Completed', false, 'idle'],
  ['CrashLoopBackOff', false, 'bad'],
  ['ImagePullBackOff', false, 'bad'],
  ['ErrImagePull', false, 'bad'],
  ['Init:0/1', false, 'busy'],
  ['Pending', false, 'busy'],
] as const)('a pod in %s (ready: %s) looks %s', (status, ready, tone) => {
  expect(podTone({ status, ready })).toBe(tone)
})
