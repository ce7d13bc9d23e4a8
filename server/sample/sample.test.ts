import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { readManifestInput } from '../src/cli/manifest-input.ts'
import { nodeEvidence, recognizeDistribution } from '../src/clusters/distribution.ts'
import { introducedBy } from '../src/clusters/normalize/introduced-by.ts'
import { snapshotSourceFromPath } from '../src/clusters/source-snapshot.ts'
import { analyzeExposure } from '../src/exposure/analyze-exposure.ts'
import { DEFAULT_SETTINGS } from '../src/exposure/model.ts'
import { portRowsOf } from '../src/exposure/port-rows.ts'
import { KINDS as KINDS_READ } from '../src/kubernetes/kinds.ts'
import { createMasker } from '../src/secrets/mask.ts'

interface Meta {
  name: string
  namespace?: string
  uid: string
  resourceVersion: string
  creationTimestamp: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string }[]
}

interface Port {
  name?: string
  port?: number
  targetPort?: number | string
  containerPort?: number
  hostPort?: number
}

interface Container {
  name: string
  image: string
  restartPolicy?: string
  ports?: Port[]
  securityContext?: { privileged?: boolean }
}

/** The fields of all kinds that these tests look at. */
interface Spec {
  replicas?: number
  type?: string
  selector?: Record<string, string> & { matchLabels?: Record<string, string> }
  clusterIP?: string
  ports?: Port[]
  externalName?: string
  externalIPs?: string[]
  externalTrafficPolicy?: string
  loadBalancerSourceRanges?: string[]
  nodeName?: string
  volumeName?: string
  claimRef?: { uid: string }
  hostNetwork?: boolean
  containers?: Container[]
  initContainers?: Container[]
  ephemeralContainers?: Container[]
  rules?: { http: { paths: { backend: { service: { name: string; port: { name?: string; number?: number } } } }[] } }[]
}

interface Status {
  phase?: string
  podIP?: string
  hostIP?: string
  replicas?: number
  readyReplicas?: number
  desiredNumberScheduled?: number
  numberReady?: number
  addresses?: { type: string; address: string }[]
  conditions?: { type: string; status: string }[]
  containerStatuses?: { imageID: string; state: { waiting?: { reason: string } } }[]
  loadBalancer?: { ingress?: { ip: string }[] }
}

interface SampleObject {
  apiVersion: string
  kind: string
  metadata: Meta
  spec?: Spec
  status?: Status
  addressType?: string
  subsets?: { addresses?: { ip: string }[]; notReadyAddresses?: { ip: string }[] }[]
  endpoints?: {
    addresses: string[]
    conditions: { ready: boolean }
    targetRef?: { kind: string; name: string; namespace: string; uid: string }
  }[]
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicationController', 'Pod']
const KINDS = `
  Namespace Node ServiceAccount Deployment ReplicaSet StatefulSet DaemonSet CronJob Job ReplicationController Pod
  Service EndpointSlice Endpoints Ingress IngressClass NetworkPolicy GatewayClass Gateway HTTPRoute
  Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap PersistentVolumeClaim PersistentVolume StorageClass
  HorizontalPodAutoscaler PodDisruptionBudget ResourceQuota LimitRange`
  .trim()
  .split(/\s+/)
/** Selects nothing on purpose. */
const DANGLING_SERVICES = ['shop/search']
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const INTERNAL = 'networking.gke.io/load-balancer-type'

const days = [readDay('day-1'), readDay('day-2')] as const

describe.each([
  ['day 1', days[0]],
  ['day 2', days[1]],
] as const)('the sample cluster on %s', (_day, objects) => {
  const of = (kind: string) => objects.filter((object) => object.kind === kind)
  const pods = of('Pod')
  const services = of('Service')
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]))

  test('has the promised size and every kind but Secret', () => {
    const workloads = objects.filter(({ kind, metadata }) => WORKLOADS.includes(kind) && !metadata.ownerReferences)
    expect(workloads.length).toBeGreaterThanOrEqual(20)
    expect(workloads.length).toBeLessThanOrEqual(30)
    expect(pods.length).toBeGreaterThanOrEqual(50)
    expect(pods.length).toBeLessThanOrEqual(70)
    expect([...new Set(objects.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort())
  })

  test('has a uid, a version and a birth for each object, and no name or uid twice', () => {
    for (const { kind, metadata } of objects) {
      expect(metadata.uid, `${kind} ${path(metadata)}`).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      expect(metadata.resourceVersion, `${kind} ${path(metadata)}`).toMatch(/^[1-9]\d*$/)
      expect(metadata.creationTimestamp, `${kind} ${path(metadata)}`).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    }
    expect(byUid.size).toBe(objects.length)
    expect(new Set(objects.map(({ kind, metadata }) => `${kind} ${path(metadata)}`)).size).toBe(objects.length)
    const namespaces = new Set(of('Namespace').map(({ metadata }) => metadata.name))
    expect(objects.filter(({ metadata }) => metadata.namespace && !namespaces.has(metadata.namespace))).toEqual([])
  })

  test('has owners that exist', () => {
    for (const { metadata } of objects)
      for (const reference of metadata.ownerReferences ?? []) {
        const owner = byUid.get(reference.uid)
        expect(owner, path(metadata)).toMatchObject({
          apiVersion: reference.apiVersion,
          kind: reference.kind,
          metadata: { name: reference.name },
        })
        expect(owner?.metadata.namespace).toBe(metadata.namespace)
      }
  })

  test('has pods that carry the labels of their ReplicaSet, and sets that count their pods', () => {
    for (const owner of [...of('ReplicaSet'), ...of('StatefulSet'), ...of('DaemonSet')]) {
      const owned = pods.filter((pod) => ownerUid(pod) === owner.metadata.uid)
      const name = path(owner.metadata)
      const { replicas, desiredNumberScheduled, readyReplicas, numberReady } = owner.status ?? {}
      expect(owned.length, name).toBe(owner.spec?.replicas ?? desiredNumberScheduled)
      expect(owned.length, name).toBe(replicas ?? desiredNumberScheduled)
      expect(owned.filter(isReady).length, name).toBe(readyReplicas ?? numberReady ?? 0)
      for (const pod of owned)
        expect(pod.metadata.labels, path(pod.metadata)).toMatchObject(owner.spec?.selector?.matchLabels ?? {})
      if (owner.kind === 'ReplicaSet') {
        const hash = owner.metadata.labels?.['pod-template-hash']
        expect(name.endsWith(`-${hash}`), name).toBe(true)
        for (const pod of owned) expect(pod.metadata.labels?.['pod-template-hash']).toBe(hash)
      }
    }
    for (const deployment of of('Deployment')) {
      const sets = of('ReplicaSet').filter((set) => ownerUid(set) === deployment.metadata.uid)
      const total = sets.reduce((sum, set) => sum + (set.status?.replicas ?? 0), 0)
      expect(total, path(deployment.metadata)).toBe(deployment.status?.replicas)
    }
  })

  test('has pods on nodes that exist, with addresses of their own and images by digest in their status', () => {
    const nodes = new Map(of('Node').map((node) => [node.metadata.name, node]))
    const own: string[] = []
    for (const { metadata, spec, status } of pods) {
      if (!spec?.nodeName) {
        expect(status?.phase, path(metadata)).toBe('Pending')
        expect(status?.podIP).toBeUndefined()
        continue
      }
      const address = nodes.get(spec.nodeName)?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
      expect(status?.hostIP, path(metadata)).toBe(address)
      if (spec.hostNetwork) expect(status?.podIP).toBe(address)
      else own.push(status?.podIP ?? '')
      expect(status?.containerStatuses?.length).toBe(spec.containers?.length)
      for (const container of status?.containerStatuses ?? [])
        if (container.state.waiting?.reason !== 'ImagePullBackOff')
          expect(container.imageID, path(metadata)).toMatch(/@sha256:[0-9a-f]{64}$/)
    }
    expect(own).not.toContain('')
    expect(new Set(own).size).toBe(own.length)
  })

  test('has services that select pods, and one address each', () => {
    for (const { metadata, spec } of services) {
      const { selector } = spec ?? {}
      if (!selector || DANGLING_SERVICES.includes(path(metadata))) continue
      expect(selected(selector, metadata.namespace).length, path(metadata)).toBeGreaterThan(0)
    }
    const addresses = services.flatMap(({ spec }) => spec?.clusterIP ?? []).filter((address) => address !== 'None')
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  test('has EndpointSlices that agree with services and pods', () => {
    for (const { metadata, endpoints = [] } of of('EndpointSlice')) {
      const name = metadata.labels?.['kubernetes.io/service-name']
      const service = services.find((s) => s.metadata.name === name && s.metadata.namespace === metadata.namespace)
      expect(service, path(metadata)).toBeDefined()
      const selector = service?.spec?.selector
      const backends = selector ? selected(selector, metadata.namespace).filter(takesTraffic) : []
      const targets = endpoints.flatMap(({ targetRef }) => targetRef?.uid ?? [])
      expect(targets.sort(), path(metadata)).toEqual(backends.map((pod) => pod.metadata.uid).sort())
      for (const { addresses, conditions, targetRef } of endpoints) {
        if (!targetRef) {
          expect(selector, path(metadata)).toBeUndefined()
          continue
        }
        const pod = byUid.get(targetRef.uid)
        expect(pod?.kind).toBe('Pod')
        expect(pod?.metadata.name).toBe(targetRef.name)
        expect(addresses).toEqual([pod?.status?.podIP])
        expect(conditions.ready).toBe(pod && isReady(pod))
      }
    }
  })

  test('has an Endpoints for each EndpointSlice of the controller, with its addresses', () => {
    const told = (object: SampleObject, addresses: readonly (string | undefined)[], name = object.metadata.name) =>
      `${object.metadata.namespace}/${name}: ${addresses.toSorted()}`
    const slices = of('EndpointSlice')
      .filter(({ metadata }) => metadata.labels?.[MANAGED_BY] !== 'staff')
      .map((slice) =>
        told(
          slice,
          (slice.endpoints ?? []).flatMap(({ addresses }) => addresses),
          slice.metadata.labels?.['kubernetes.io/service-name'],
        ),
      )
    const endpoints = of('Endpoints').map((object) => {
      const subsets = object.subsets ?? []
      return told(
        object,
        subsets.flatMap(({ addresses = [], notReadyAddresses = [] }) =>
          [...addresses, ...notReadyAddresses].map(({ ip }) => ip),
        ),
      )
    })
    expect(endpoints.toSorted()).toEqual(slices.toSorted())
  })

  test('has a volume for each claim', () => {
    const bound = of('PersistentVolume').map(({ metadata, spec }) => [metadata.name, spec?.claimRef?.uid])
    expect(bound).toEqual(of('PersistentVolumeClaim').map(({ metadata, spec }) => [spec?.volumeName, metadata.uid]))
  })

  test('has Ingress backends by name or number, all but one on a service that exists', () => {
    const missing: string[] = []
    for (const { metadata, spec } of of('Ingress'))
      for (const { backend } of spec?.rules?.flatMap((rule) => rule.http.paths) ?? []) {
        const { name, port } = backend.service
        const service = services.find((s) => s.metadata.name === name && s.metadata.namespace === metadata.namespace)
        const found = service?.spec?.ports?.some((p) => (port.name ? p.name === port.name : p.port === port.number))
        if (!found) missing.push(name)
      }
    expect(missing).toEqual(['old-catalogue'])
  })

  test('has every kind of entry', () => {
    const balancers = services.filter(({ spec }) => spec?.type === 'LoadBalancer')
    const nodePorts = services.filter(({ spec }) => spec?.type === 'NodePort')
    const published = (service: SampleObject) => service.status?.loadBalancer?.ingress?.[0]?.ip ?? ''
    const ports = pods
      .flatMap(({ spec }) => (spec?.hostNetwork ? [] : (spec?.containers ?? [])))
      .flatMap((c) => c.ports)
    const backed = new Set(of('EndpointSlice').map(({ metadata }) => metadata.labels?.['kubernetes.io/service-name']))
    const entries: Record<string, boolean> = {
      publicBalancer: balancers.some((s) => published(s).startsWith('34.') && !s.spec?.loadBalancerSourceRanges),
      internalBalancer: balancers.some((s) => published(s).startsWith('10.') && s.metadata.annotations?.[INTERNAL]),
      sourceRanges: balancers.some(({ spec }) => spec?.loadBalancerSourceRanges?.length),
      pendingBalancer: balancers.some((service) => !published(service)),
      nodePort: nodePorts.some(({ spec }) => spec?.externalTrafficPolicy === 'Cluster'),
      localNodePort: nodePorts.some(({ spec }) => spec?.externalTrafficPolicy === 'Local'),
      externalAddress: services.some(({ spec }) => spec?.externalIPs?.length),
      hostPort: ports.some((port) => port?.hostPort),
      hostNetwork: pods.some(({ spec }) => spec?.hostNetwork && spec.containers?.some((c) => c.ports?.length)),
      ingress: of('Ingress').length > 0,
      gateway: of('Gateway').length > 0 && of('HTTPRoute').length > 0,
      headless: services.some(({ spec }) => spec?.clusterIP === 'None'),
      externalName: services.some(({ spec }) => spec?.type === 'ExternalName' && spec.externalName),
      selectorless: services.some(
        ({ metadata, spec }) => spec?.type === 'ClusterIP' && !spec.selector && backed.has(metadata.name),
      ),
      namedTargetPort: services.some(({ spec }) => spec?.ports?.some((port) => typeof port.targetPort === 'string')),
    }
    expect(Object.keys(entries).filter((entry) => !entries[entry])).toEqual([])
  })

  test('has every shape of pod', () => {
    const reasons = pods.flatMap((pod) => pod.status?.containerStatuses ?? []).map(({ state }) => state.waiting?.reason)
    expect(reasons).toContain('ImagePullBackOff')
    expect(reasons.includes('CrashLoopBackOff')).toBe(objects === days[0])
    const init = pods.flatMap(({ spec }) => spec?.initContainers ?? [])
    expect(init.some(({ restartPolicy }) => restartPolicy === 'Always')).toBe(true)
    expect(init.some(({ restartPolicy }) => restartPolicy === undefined)).toBe(true)
    expect(pods.some(({ spec }) => spec?.ephemeralContainers?.length)).toBe(true)
    expect(pods.some(({ spec }) => !spec?.nodeName)).toBe(true)
    expect(pods.some(({ status }) => status?.phase === 'Succeeded')).toBe(true)
  })

  function selected(selector: Record<string, string>, namespace: string | undefined): SampleObject[] {
    return pods.filter(
      ({ metadata }) =>
        metadata.namespace === namespace &&
        Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value),
    )
  }
})

describe.each(['day-1', 'day-2'])('of %s the product', (day) => {
  const source = () => snapshotSourceFromPath('sample', join(import.meta.dirname, day), AbortSignal.timeout(20_000))

  test('sees every kind that is served, so that no verdict waits for one', async () => {
    const served = await (await source()).served(KINDS_READ, AbortSignal.timeout(1_000))
    expect([...served].filter(([, gap]) => gap && gap.reason !== 'NOT_SERVED')).toEqual([])
    expect(KINDS_READ.filter(({ kind, optional }) => !optional && served.get(kind))).toEqual([])
  })

  test('tells who runs it', () => {
    const nodes = days[Number(day.at(-1)) - 1]?.filter(({ kind }) => kind === 'Node') ?? []
    const evidence = nodes.map((node) => nodeEvidence({ ...node }))
    expect(recognizeDistribution('v1.34.2', evidence)).toMatchObject({ type: 'MANAGED', distribution: 'Gardener' })
  })
})

test('on day 1 each verdict has its workloads, and a way in leads nowhere', async () => {
  const { cluster } = await readManifestInput([join(import.meta.dirname, 'day-1')], Readable.from([]))
  const answer = analyzeExposure(cluster, DEFAULT_SETTINGS)
  const workloads = (asked: string) => [
    ...new Set(
      portRowsOf(cluster, answer).flatMap(({ verdict, workload }) => (verdict === asked && workload?.name) || []),
    ),
  ]

  expect(workloads('internet')).toHaveLength(12)
  expect(workloads('restricted')).toEqual(['kafka', 'payments-api'])
  expect(workloads('possible')).toEqual(['prometheus'])
  expect(workloads('private')).toEqual(['coredns'])
  expect(workloads('blocked')).toEqual(['ci-runner', 'newsletter'])
  const dangling = answer.exposures.filter(({ finding }) => finding === 'noBackend')
  expect(dangling.map(({ entry }) => entry.object.name)).toEqual(['old-shop'])
})

test.each([
  ['Deployment shop/storefront', 'Helm release shop'],
  ['Service platform/ingress-nginx-controller', 'Helm release ingress-nginx'],
  ['Deployment data/pgadmin', 'kubectl'],
  ['Node node-b3', 'kubelet'],
  ['DaemonSet kube-system/calico-node', 'gardener-resource-manager'],
])('of %s it says that it came by %s', (name, introducer) => {
  const object = days[1].find(({ kind, metadata }) => `${kind} ${path(metadata)}` === name)
  if (!object) throw new Error(`There is no ${name}.`)
  expect(introducedBy({ ...object }, createMasker(Buffer.alloc(32, 1)))).toBe(introducer)
})

describe('between the two days', () => {
  const [before, after] = days.map((objects) => new Map(objects.map((o) => [`${o.kind} ${path(o.metadata)}`, o])))
  const names = (a = before, b = after) => [...(a?.keys() ?? [])].filter((key) => !b?.has(key)).sort()

  test('what stays keeps its uid, and its version unless it changed', () => {
    for (const [key, old] of before ?? []) {
      const now = after?.get(key)
      if (!now) continue
      expect(now.metadata.uid, key).toBe(old.metadata.uid)
      const same = JSON.stringify(withoutVersion(now)) === JSON.stringify(withoutVersion(old))
      expect(Number(now.metadata.resourceVersion) > Number(old.metadata.resourceVersion), key).toBe(!same)
    }
    expect(before?.get('Namespace kube-system')?.metadata.uid).toBe('b7f0c2d4-5a1e-4c39-9d86-2f4e81a7c350')
  })

  test('the promised things come and go', () => {
    const gone = names()
    const come = names(after, before)
    expect(gone.filter((name) => /^(Deployment|Service|NetworkPolicy|Node) /.test(name))).toEqual([
      'Deployment shop/promo-banner',
      'NetworkPolicy shop/default-deny',
      'Service shop/promo-banner',
    ])
    expect(come.filter((name) => /^(Deployment|Service|NetworkPolicy|Node) /.test(name))).toEqual([
      'Deployment data/pgadmin',
      'Node node-b3',
      'Service data/pgadmin',
    ])
    expect(gone.filter((name) => name.startsWith('Job '))).toHaveLength(3)
    expect(come.filter((name) => name.startsWith('Job '))).toHaveLength(3)
    expect(come.filter((name) => name.startsWith('ReplicaSet shop/storefront-'))).toHaveLength(1)
    expect(gone.filter((name) => name.startsWith('Pod shop/storefront-'))).toHaveLength(3)
    expect(come.filter((name) => name.startsWith('Pod shop/catalogue-'))).toHaveLength(2)
    const privileged = (day = before) =>
      [...(day?.values() ?? [])].some(
        ({ kind, metadata, spec }) =>
          kind === 'Pod' &&
          metadata.labels?.['app.kubernetes.io/name'] === 'ci-runner' &&
          spec?.containers?.some(({ securityContext }) => securityContext?.privileged),
      )
    expect([privileged(before), privileged(after)]).toEqual([true, false])
  })
})

function readDay(day: string): SampleObject[] {
  const folder = join(import.meta.dirname, day)
  return readdirSync(folder)
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(asObject))
    .filter(({ kind }) => !kind.endsWith('List'))
}

function asObject(document: ReturnType<typeof parseAllDocuments>[number]): SampleObject {
  if (document.errors[0]) throw document.errors[0]
  return document.toJS() as SampleObject
}

function path({ namespace, name }: Meta): string {
  return namespace ? `${namespace}/${name}` : name
}

function ownerUid({ metadata }: SampleObject): string | undefined {
  return metadata.ownerReferences?.[0]?.uid
}

function isReady({ status }: SampleObject): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false
}

/** An EndpointSlice lists pods that have an address and have not ended. */
function takesTraffic({ status }: SampleObject): boolean {
  return status?.podIP !== undefined && status.phase !== 'Succeeded'
}

function withoutVersion(object: SampleObject): SampleObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: '' } }
}
