import type { WaiverService } from '@breakwater/schema/services.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { namespaceObject } from '../../test/cluster-objects.ts'
import { node, pod, service } from '../../test/exposure-objects.ts'
import { ExposureWorld } from '../../test/exposure-world.ts'
import type { MemorySource } from '../../test/memory-source.ts'
import { administrator } from '../../test/tasks.ts'
import { createWaiverService } from '../risks/waivers.ts'

/** What is meant to be open: a waiver of one risk as it was, which holds while that grows no wider. */

let world: ExposureWorld
let waivers: WaiverService
beforeAll(async () => {
  world = await ExposureWorld.open()
  waivers = createWaiverService(world.database)
})
afterAll(() => world.close())

const letIn = (...cidrs: readonly string[]) => [
  namespaceObject('kube-system'),
  namespaceObject('app'),
  node('n1', { InternalIP: '10.0.0.1' }),
  pod(),
  service('LoadBalancer', { published: [{ ip: '8.8.8.8' }] }),
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'limits', namespace: 'app' } },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }],
    },
  },
]

const until = new Date('2099-01-01T00:00:00Z')
const accept = (risk: string) =>
  waivers.create({ target: { risk }, reason: 'Our partner reads it.', owner: 'shop', until }, administrator)

async function isAccepted(source: MemorySource): Promise<boolean> {
  const [risk] = await world.risks(source)
  return risk?.waiver != null
}

async function then(source: MemorySource, ...cidrs: readonly string[]): Promise<boolean> {
  source.objects = letIn(...cidrs)
  await world.again(source)
  return isAccepted(source)
}

test('it holds while it grows no wider, and no longer once it has', async () => {
  const source = await world.cluster(letIn('9.9.8.0/23', '8.8.4.0/24'))
  const [risk] = await world.risks(source)
  await accept(risk?.id ?? '')
  expect(await isAccepted(source)).toBe(true)
  expect(await then(source, '9.9.9.0/24')).toBe(true)
  expect(await then(source, '9.9.8.0/24', '9.9.9.0/24', '8.8.4.0/25')).toBe(true)
  expect(await then(source, '9.9.8.0/22')).toBe(false)
  expect(await then(source, '9.9.8.0/23')).toBe(true)
  expect(await then(source, '0.0.0.0/0')).toBe(false)
})

test('it holds for one way in, and not for another to the same port', async () => {
  const source = await world.cluster(letIn('0.0.0.0/0'))
  const [risk] = await world.risks(source)
  await accept(risk?.id ?? '')
  source.objects = [...letIn('0.0.0.0/0'), service('LoadBalancer', { published: [{ ip: '8.8.8.9' }], name: 'second' })]
  await world.again(source)
  const risks = await world.risks(source)
  expect(risks.map(({ id, waiver }) => [id === risk?.id, waiver !== null])).toEqual(
    expect.arrayContaining([
      [true, true],
      [false, false],
    ]),
  )
})

test('how many it hides is told before, and selectors beside it are refused', async () => {
  const source = await world.cluster(letIn('0.0.0.0/0'))
  const [risk] = await world.risks(source)
  const target = { risk: risk?.id ?? '' }
  expect(await waivers.preview(target, administrator, 10)).toEqual({ hides: 1, riskIds: [risk?.id] })
  await expect(waivers.preview({ ...target, rule: 'X' }, administrator, 10)).rejects.toThrow('not both')
  await expect(waivers.preview({ risk: 'nowhere' }, administrator, 10)).rejects.toThrow('no such risk')
})
