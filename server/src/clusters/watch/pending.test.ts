import { expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { Pending } from './pending.ts'

const pod = (name: string, version = '1'): KubernetesObject => ({
  kind: 'Pod',
  metadata: { name, namespace: 'shop', resourceVersion: version },
})

test('of several events of one object the last one counts', async () => {
  const pending = new Pending(10)
  await pending.put('Pod', 'PUT', pod('a', '1'))
  await pending.put('Pod', 'PUT', pod('b'))
  await pending.put('Pod', 'DELETE', pod('a', '2'))
  expect(pending.size).toBe(2)
  expect(pending.take().get('Pod')).toMatchObject([
    { type: 'DELETE', object: { metadata: { resourceVersion: '2' } } },
    { type: 'PUT', object: { metadata: { name: 'b' } } },
  ])
  expect(pending.size).toBe(0)
})

test('who puts waits while too much is there', async () => {
  const pending = new Pending(2)
  await pending.put('Pod', 'PUT', pod('a'))
  let through = false
  const second = pending.put('Pod', 'PUT', pod('b')).then(() => {
    through = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(through).toBe(false)
  pending.take()
  await second
  expect(through).toBe(true)
})

test('who waits for work is woken by it', async () => {
  const pending = new Pending(10)
  const waiting = pending.some()
  await pending.put('Pod', 'PUT', pod('a'))
  await waiting
  await pending.some()
})

test('what is pending of a kind that is listed anew is void', async () => {
  const pending = new Pending(10)
  await pending.put('Pod', 'PUT', pod('a'))
  await pending.put('Service', 'PUT', { kind: 'Service', metadata: { name: 'a', namespace: 'shop' } })
  pending.forget('Pod')
  expect(pending.size).toBe(1)
  expect([...pending.take().keys()]).toEqual(['Service'])
})

test('a closed queue keeps nobody waiting', async () => {
  const pending = new Pending(1)
  const put = pending.put('Pod', 'PUT', pod('a'))
  pending.close()
  await put
})
