import { afterEach, expect, test } from 'vitest'
import { closeSources, kind, names, startSource } from '../../test/cluster-source.ts'
import { KINDS } from '../kubernetes/kinds.ts'

afterEach(closeSources)
const never = new AbortController().signal
const route = (version: string, name = 'a') => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'shop' },
})

test('a kind that is served only in an older version is read in that', async () => {
  const { api, source } = await startSource()
  api.store.put(route('v1beta1'))
  expect(await source.versions?.(kind('HTTPRoute'), never)).toEqual({
    chosen: 'gateway.networking.k8s.io/v1beta1',
    served: ['gateway.networking.k8s.io/v1beta1'],
  })
  expect(await names(source.pages(kind('HTTPRoute'), never))).toEqual(['a'])
})

test('of several versions the preferred one of the table is read, and all are told', async () => {
  const { api, source } = await startSource()
  const resource = { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io', plural: 'httproutes', namespaced: true }
  api.store.resources.push({ ...resource, versions: ['v1alpha2', 'v1'] })
  const versions = await source.versions?.(kind('HTTPRoute'), never)
  expect(versions?.chosen).toBe('gateway.networking.k8s.io/v1')
  expect(versions?.served.toSorted()).toEqual(['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1alpha2'])
})

test('a group that is not there is not asked for version by version', async () => {
  const { api, source } = await startSource()
  await source.served(KINDS, never)
  expect(api.requests.filter(({ path }) => path.startsWith('/apis/cilium.io'))).toEqual([])
  expect(await source.versions?.(kind('CiliumNetworkPolicy'), never)).toEqual({ chosen: '', served: [] })
})

test('without the list of groups each version is asked for', async () => {
  const { api, source } = await startSource()
  api.fail('/apis', { status: 403, times: Number.POSITIVE_INFINITY })
  api.store.put(route('v1beta1'))
  expect((await source.served([kind('HTTPRoute')], never)).get('HTTPRoute')).toBeUndefined()
})
