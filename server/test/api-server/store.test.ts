import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { ObjectStore } from './store.ts'
import { configMap, pod } from './testing.ts'

function storeOf(...objects: readonly KubernetesObject[]): ObjectStore {
  const store = new ObjectStore()
  for (const object of objects) store.put(object)
  return store
}

const resource = (store: ObjectStore, kind: string) => {
  const found = store.resources.find((one) => one.kind === kind)
  if (!found) throw new Error(`There is no ${kind}`)
  return found
}

describe('changes', () => {
  test('each one has a resource version of its own, and is remembered', () => {
    const store = storeOf()
    const before = store.resourceVersion
    store.put(configMap('new'))
    store.update('ConfigMap', 'new', 'team-1', (copy) => Object.assign(copy, { data: { color: 'blue' } }))
    store.remove('ConfigMap', 'new', 'team-1')
    expect(store.history.map(({ resourceVersion, type }) => [resourceVersion - before, type])).toEqual([
      [1, 'ADDED'],
      [2, 'MODIFIED'],
      [3, 'DELETED'],
    ])
  })

  test('a new state touches only what differs', () => {
    const store = storeOf(pod('a'), pod('b'), pod('c'))
    const before = store.history.length
    store.replaceAll([pod('a'), pod('b', '2'), pod('d')])
    const changes = store.history.slice(before).map(({ type, key }) => `${type} ${key}`)
    expect(changes.sort()).toEqual(['ADDED default/d', 'DELETED default/c', 'MODIFIED default/b'])
  })

  test('are told to listeners until they leave', () => {
    const store = storeOf()
    let heard = 0
    const leave = store.onChange(() => heard++)
    store.put(pod('a'))
    leave()
    store.put(pod('b'))
    expect(heard).toBe(1)
  })

  test('after a version are found', () => {
    const store = storeOf(pod('a'), pod('b'), pod('c'))
    const after = store.changesAfter(store.resourceVersion - 2)
    expect(after.map(({ key }) => key)).toEqual(['default/b', 'default/c'])
    expect(store.changesAfter(store.resourceVersion)).toEqual([])
  })
})

describe('compacting', () => {
  test('forgets old states and keeps the present one', () => {
    const store = storeOf(pod('a'), pod('b'))
    store.put(pod('a', '2'))
    store.remove('Pod', 'b', 'default')
    store.compact()
    expect(store.history).toEqual([])
    expect(store.compactedUpTo).toBe(store.resourceVersion)
    const listed = store.list(resource(store, 'Pod'), store.resourceVersion)
    expect(listed.map(({ object }) => object.metadata)).toMatchObject([{ name: 'a', labels: { version: '2' } }])
  })

  test('happens by itself when there was much', () => {
    const store = new ObjectStore({ keepChanges: 10 })
    for (let i = 0; i < 100; i++) store.put(pod('a', String(i)))
    expect(store.history.length).toBeLessThanOrEqual(20)
    expect(store.history.length).toBeGreaterThanOrEqual(10)
    expect(store.changesAfter(store.resourceVersion - 1)).toHaveLength(1)
  })
})
