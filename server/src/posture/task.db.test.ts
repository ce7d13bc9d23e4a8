import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { waiver } from '@breakwater/drizzle/tables/risk.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addExposure } from '../../../schema/test/rows.ts'
import { namespaceObject, serviceObject } from '../../test/cluster-objects.ts'
import { ownCases, vectorCases } from '../../test/posture-cases.ts'
import { PostureWorld } from '../../test/posture-world.ts'
import { edit, without } from '../../test/sync-shop.ts'
import { placedObject } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { applyWaiver } from '../risks/waiver-application.ts'
import { evaluate } from './evaluate.ts'
import { kindsOf } from './kinds-judged.ts'
import { kindOf, readObjects } from './read-objects.ts'
import type { Result } from './result.ts'
import { RULES } from './rules/list-of-rules.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

const workload = (name: string, containers: readonly object[], more: object = {}): KubernetesObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name, namespace: 'app', uid: `uid-${name}`, ...more },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers } },
  },
})
const tight = { name: 'main', image: 'app:1', securityContext: { allowPrivilegeEscalation: false } }
const loose = { name: 'main', image: 'app:1', securityContext: { privileged: true, allowPrivilegeEscalation: true } }
const policy: KubernetesObject = {
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'limits', namespace: 'app' } },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
}
const shop = () => [namespaceObject('kube-system'), namespaceObject('app'), workload('web', [tight]), policy]

describe('the rules of the product', () => {
  let world: PostureWorld
  beforeAll(async () => {
    world = await PostureWorld.open('product')
  })
  afterAll(() => world.close())

  test('what is stored of a cluster gives the answer that its objects give', async () => {
    const kinds = new Set(kindsOf(RULES))
    // What no cluster serves is left out, and objects that are written as they are stored.
    const cases = [...ownCases(), ...(vectorCases() ?? [])].flatMap(({ objects }) => objects)
    const named = cases.filter(
      (one) =>
        placedObject(one) &&
        !('keys' in one) &&
        kinds.has(kindOf(one)) &&
        /^[a-z0-9.-]+$/.test(one.metadata?.name ?? ''),
    )
    const keyed = named.map((one) => [kindOf(one), one.metadata?.namespace || 'default', one.metadata?.name].join('/'))
    const objects = [...new Map(named.map((one, at) => [keyed[at], structuredClone(one)])).values()]
    for (const one of objects) if (one.metadata) one.metadata.namespace ||= 'default'
    const source = await world.cluster(objects)
    const options = { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 }
    const told = evaluate(RULES, readObjects(objects), options).filter(({ state }) => state !== 'pass')
    const rows = await world.rows(source)
    expect(
      rows.map(({ rule, objectKind, objectName, path }) => `${rule} ${objectKind}/${objectName} ${path}`).sort(),
    ).toEqual(told.map(({ rule, object, path }: Result) => `${rule} ${object.kind}/${object.name} ${path}`).sort())
    expect(rows.length).toBeGreaterThan(0)
  })
})

describe('rules of every shape', () => {
  let world: PostureWorld
  beforeAll(async () => {
    world = await PostureWorld.open()
  })
  afterAll(() => world.close())

  const changesOf = async (source: Awaited<ReturnType<PostureWorld['cluster']>>, type: string) =>
    (await world.sync.changes(source)).filter((change) => change.type === type)

  test('a fault that comes is a result, a change, a risk of its workload and a number', async () => {
    const source = await world.cluster(shop())
    const { uid } = source.identity
    expect(await world.rows(source)).toMatchObject([
      { rule: 'KC-120', result: 'NOT_ASSESSABLE', priority: null, objectKind: '', assetType: 'Cluster' },
      { rule: 'KC-990', result: 'FAIL', objectKind: 'Namespace', objectName: 'kube-system', namespace: 'kube-system' },
    ])
    expect(await world.tallies(source, 'app')).toEqual({
      'KC-001': '1/0/0/0',
      'KC-009': '1/0/0/0',
      'KC-990': '1/0/0/0',
    })
    await world.sync.forgetChanges()

    source.objects = [...shop().slice(0, 2), workload('web', [loose], { labels: { team: 'shop' } }), policy]
    const result = await world.again(source)
    expect(result).toMatchObject({ added: 2, modified: 0, removed: 0, results: { CRITICAL: 1, HIGH: 0, MEDIUM: 2 } })
    const rows = (await world.rows(source)).filter(({ objectName }) => objectName === 'web')
    expect(rows).toMatchObject([
      {
        ...{ rule: 'KC-001', severity: 'CRITICAL', priority: 'HIGH', under: '', origin: 'USER', reason: '' },
        ...{ workload: `${uid}/app/Deployment/web`, assetType: 'Workload', namespace: 'app', container: 'main' },
        path: 'spec.template.spec.containers[0].securityContext.privileged',
        mending: { verb: 'PATCH', object: { kind: 'Deployment', namespace: 'app', name: 'web' } },
      },
      { rule: 'KC-009', severity: 'MEDIUM', priority: 'LOW', under: 'KC-001' },
    ])
    expect(rows[1]?.priorityReasons).toContain('KC-001 says more of the same fault.')
    expect(rows[0]?.mending?.command).toContain('kubectl patch deployment web')
    const risks = (await world.risks(source)).filter(({ assetType }) => assetType === 'Workload')
    expect(risks.map(({ id }) => id)).toEqual(rows.map(({ risk }) => risk))
    // What waivers choose by.
    expect(risks.map(({ labels }) => labels)).toEqual([{ team: 'shop' }, { team: 'shop' }])
    expect(await changesOf(source, 'CheckResult')).toMatchObject([
      { operation: 'ADDED', new: { rule: 'KC-001', result: 'FAIL', priority: 'HIGH' } },
      { operation: 'ADDED', new: { rule: 'KC-009' } },
    ])
    // After them, so that who reads the numbers then reads these.
    const told = (await world.sync.changes(source)).map(({ type }) => type)
    expect(told.filter((type) => type === 'CheckTally')).toHaveLength(1)
    expect(told.indexOf('CheckTally')).toBeGreaterThan(told.lastIndexOf('CheckResult'))
    expect(await world.tallies(source, 'app')).toEqual({
      'KC-001': '0/1/0/0',
      'KC-009': '0/1/0/0',
      'KC-990': '1/0/0/0',
    })
    expect((await world.objects(source)).find(({ name }) => name === 'web')).toMatchObject({ passed: [], failed: 2 })
  })

  test('a fault that is set right is resolved with its risk, and is the same one when it comes back', async () => {
    const source = await world.cluster([namespaceObject('app'), workload('web', [loose]), policy])
    const [before] = await world.rows(source)
    await world.sync.forgetChanges()
    source.objects = [namespaceObject('app'), workload('web', [tight]), policy]
    expect(await world.again(source)).toMatchObject({ added: 0, removed: 2 })
    expect(await world.rows(source, 'RESOLVED')).toMatchObject([{ rule: 'KC-001' }, { rule: 'KC-009' }])
    expect(await world.risks(source)).toEqual([])
    expect((await changesOf(source, 'CheckResult')).map(({ operation }) => operation)).toEqual(['REMOVED', 'REMOVED'])

    source.objects = [namespaceObject('app'), workload('web', [tight, { ...loose, name: 'side' }]), policy]
    await world.again(source)
    source.objects = [namespaceObject('app'), workload('web', [loose]), policy]
    await world.again(source)
    const [after] = await world.rows(source)
    expect(after).toMatchObject({ id: before?.id, firstSeenAt: before?.firstSeenAt, resolvedAt: null })
  })

  test('a container that stands at another place of its list is the same, told where it stands now', async () => {
    const source = await world.cluster([workload('web', [{ ...loose, name: 'a' }])])
    const [before] = await world.rows(source)
    await world.sync.forgetChanges()
    source.objects = [workload('web', [tight, { ...loose, name: 'a' }])]
    expect(await world.again(source)).toMatchObject({ added: 0, modified: 2, removed: 0 })
    const [after] = await world.rows(source)
    expect(after?.id).toBe(before?.id)
    expect(after?.path).toBe('spec.template.spec.containers[1].securityContext.privileged')
  })

  test('what has not changed is not written again, and is still said to be looked at', async () => {
    const source = await world.cluster(shop())
    const before = await world.analysis(source)
    await world.sync.forgetChanges()
    expect(await world.again(source)).toMatchObject({ added: 0, modified: 0, removed: 0 })
    expect(await world.sync.changes(source)).toEqual([])
    const after = await world.analysis(source)
    expect(after?.analyzedAt.getTime()).toBeGreaterThan(before?.analyzedAt.getTime() ?? 0)
    expect(after).toMatchObject({ kind: 'CONFIGURATION', complete: true })
  })

  test('an object beside the judged one decides as well, and goes with all that was said of it', async () => {
    const source = await world.cluster([...shop(), serviceObject('web', 'app')])
    expect(await world.tallies(source, 'app')).toMatchObject({ 'KC-990': '1/0/0/0', 'KC-991': '1/0/0/0' })
    without(source, 'NetworkPolicy', 'limits')
    without(source, 'Deployment', 'web')
    await world.again(source)
    expect(await world.tallies(source, 'app')).toEqual({ 'KC-990': '0/1/0/0', 'KC-991': '0/1/0/0' })
    expect((await world.objects(source)).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Namespace app',
      'Namespace kube-system',
      'Service web',
    ])
  })

  test('rights are told of who has them, and hang on his namespace', async () => {
    const source = await world.cluster([
      namespaceObject('app'),
      policy,
      {
        ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'all' } },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [
          { kind: 'ServiceAccount', name: 'robot', namespace: 'app' },
          { kind: 'User', name: 'Ann' },
        ],
      },
    ])
    const rows = (await world.rows(source)).filter(({ rule }) => rule === 'KC-992')
    expect(rows).toMatchObject([
      { objectKind: 'User', objectName: 'Ann', objectNameLower: 'ann', assetType: 'Cluster', namespace: '' },
      {
        ...{ objectKind: 'ServiceAccount', objectName: 'robot', judgedKind: 'ClusterRoleBinding', judgedName: 'all' },
        ...{ assetType: 'Namespace', assetId: `${source.identity.uid}/app`, namespace: 'app' },
        related: [{ kind: 'ClusterRoleBinding', namespace: '', name: 'all' }],
        mending: { verb: 'DELETE' },
      },
    ])
  })

  test('a waived result is exempt in the numbers, until the waiver ends', async () => {
    const source = await world.cluster([workload('web', [loose])])
    const [risk] = await world.risks(source)
    const binding = risk?.binding ?? failed()
    const now = new Date()
    await world.database.transaction((tx) =>
      tx.insert(waiver).values({
        ...{ id: 'w1', kind: 'CONFIGURATION', cluster: source.identity.uid, rule: 'KC-001', binding },
        ...{ reason: 'It is the node agent.', owner: 'Ann', createdBy: 'Ann', createdAt: now },
        until: new Date(now.getTime() + 3_600_000),
      }),
    )
    await applyWaiver(world.database, 'w1')
    expect(await world.tallies(source)).toMatchObject({ 'KC-001': '0/0/1/0', 'KC-009': '0/1/0/0' })
    expect(await world.again(source)).toMatchObject({ modified: 0 })
    expect(await world.tallies(source)).toMatchObject({ 'KC-001': '0/0/1/0' })

    await world.database.transaction((tx) => tx.update(waiver).set({ ended: true }).where(eq(waiver.id, 'w1')))
    await applyWaiver(world.database, 'w1')
    expect(await world.tallies(source)).toMatchObject({ 'KC-001': '0/1/0/0' })
  })

  test('a waiver of one risk ends when it becomes another: what stands there is another value', async () => {
    const source = await world.cluster([
      workload('web', [{ ...tight, securityContext: { allowPrivilegeEscalation: true } }]),
    ])
    const [risk] = await world.risks(source)
    const binding = risk?.binding ?? failed()
    const now = new Date()
    const given = {
      id: 'w2',
      cluster: source.identity.uid,
      binding,
      reason: 'For now.',
      owner: 'Ann',
      createdBy: 'Ann',
    }
    const until = new Date(now.getTime() + 3_600_000)
    await world.database.transaction((tx) => tx.insert(waiver).values({ ...given, createdAt: now, until }))
    await applyWaiver(world.database, 'w2')
    source.objects = [
      workload('web', [{ ...tight, image: 'app:2', securityContext: { allowPrivilegeEscalation: true } }]),
    ]
    await world.again(source)
    expect(await world.risks(source)).toMatchObject([{ id: risk?.id, waiver: 'w2' }])

    source.objects = [workload('web', [{ name: 'main', image: 'app:2' }])]
    await world.again(source)
    expect(await world.risks(source)).toMatchObject([{ id: risk?.id, waiver: null }])
    expect(await world.tallies(source)).toMatchObject({ 'KC-009': '0/1/0/0' })
  })

  test('a kind that becomes unread resolves nothing, and is named', async () => {
    const source = await world.cluster([namespaceObject('app'), workload('web', [tight])])
    expect(await world.tallies(source)).toMatchObject({ 'KC-990': '0/1/0/0' })
    source.gaps.set('NetworkPolicy', { reason: 'FORBIDDEN', message: 'Not allowed.', advice: 'Allow it.' })
    expect(await world.again(source)).toMatchObject({ removed: 0 })
    const rows = (await world.rows(source)).filter(({ rule }) => rule === 'KC-990')
    expect(rows).toMatchObject([{ result: 'NOT_ASSESSABLE' }, { result: 'FAIL', objectName: 'app' }])
    expect(rows[0]?.reason).toBe('NetworkPolicy could not be read (FORBIDDEN).')
    expect(await world.analysis(source)).toMatchObject({
      complete: false,
      reason: 'NetworkPolicy could not be read (FORBIDDEN).',
    })
    source.gaps.clear()
    await world.again(source)
    expect((await world.rows(source)).filter(({ rule }) => rule === 'KC-990')).toMatchObject([{ result: 'FAIL' }])
    expect(await world.analysis(source)).toMatchObject({ complete: true })
  })

  test('what is reached from the internet comes first', async () => {
    const source = await world.cluster([workload('web', [{ name: 'main' }])])
    const { uid } = source.identity
    expect(await world.rows(source)).toMatchObject([{ rule: 'KC-009', priority: 'MEDIUM' }, { rule: 'KC-120' }])
    await world.database.transaction((tx) =>
      addExposure(tx, uid, 'way', { workload: `${uid}/app/Deployment/web`, verdict: 'INTERNET', verdictRank: 5 }),
    )
    expect(await world.evaluate(uid)).toMatchObject({ modified: 1 })
    const [row] = await world.rows(source)
    expect(row).toMatchObject({ priority: 'HIGH', severity: 'MEDIUM' })
    expect(row?.priorityReasons).toContain('The workload is reached from the internet.')
    await world.database.transaction((tx) => tx.delete(exposure).where(eq(exposure.cluster, uid)))
  })

  test('what comes with the distribution is exempt, but for what its control plane is started with', async () => {
    const k3s = (name: string) => ({ ...workload(name, [loose]), metadata: { name, namespace: 'kube-system' } })
    const server = {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'kube-apiserver-n1', namespace: 'kube-system' } },
      spec: { containers: [{ ...tight, command: ['kube-apiserver'] }] },
    }
    const node = {
      ...{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } },
      spec: { providerID: 'kind://docker/kind/n1' },
    }
    const source = await world.cluster([node, server, k3s('coredns'), k3s('mine')])
    const rows = await world.rows(source)
    expect(rows.map(({ rule, objectName, result, origin }) => [rule, objectName, result, origin].join(' '))).toEqual([
      'KC-001 coredns EXEMPT DISTRIBUTION',
      'KC-001 mine FAIL USER',
      'KC-009 coredns EXEMPT DISTRIBUTION',
      'KC-009 mine FAIL USER',
      'KC-120 kube-apiserver-n1 FAIL DISTRIBUTION',
    ])
    expect(rows[0]).toMatchObject({ reason: 'Comes with kind.', priority: null })
    expect(rows[4]).toMatchObject({ severity: 'HIGH', priority: 'MEDIUM' })
  })

  test('a thread that ends takes nothing with it: the next evaluation tells another one all of it', async () => {
    const source = await world.cluster([workload('web', [loose]), workload('other', [loose])])
    await world.thread.close()
    without(source, 'Deployment', 'other')
    expect(await world.again(source)).toMatchObject({ removed: 2 })
    expect(await world.rows(source)).toMatchObject([{ objectName: 'web' }, { objectName: 'web' }, {}])
  })

  test('a thread that was told nothing of a cluster answers nothing, and what is stored stays', async () => {
    const source = await world.cluster([workload('web', [loose])])
    const { uid } = source.identity
    world.beforeAnswer = async () => {
      world.beforeAnswer = async () => undefined
      await world.thread.tell({ ask: 'forget', cluster: uid })
    }
    await expect(world.evaluate(uid)).rejects.toThrow('was told nothing')
    expect(await world.rows(source)).toHaveLength(3)
    expect(await world.evaluate(uid)).toMatchObject({ added: 0, modified: 0, removed: 0 })
  })

  test('a cut-off evaluation is cut off, and the next one finishes it', async () => {
    const source = await world.sync.cluster([workload('web', [loose])])
    await world.sync.sync(source)
    await expect(world.evaluate(source.identity.uid, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
      'stopped',
    )
    await world.evaluate(source.identity.uid)
    expect(world.stages).toEqual(['Reading', 'Evaluating', 'Writing', 'Rating'])
    expect(await world.rows(source)).toHaveLength(3)
  })

  test('who answers for a workload answers for its results', async () => {
    const source = await world.cluster([workload('web', [loose], { labels: { 'app.kubernetes.io/managed-by': 'x' } })])
    edit(source, 'Deployment', 'web', ({ metadata }) => {
      metadata['labels'] = { owner: 'team-a', team: 'team-a' }
    })
    await world.again(source)
    const [workloadRow] = await world.sync.rows('Workload', source)
    const rows = (await world.rows(source)).filter(({ workload }) => workload !== '')
    expect(new Set(rows.map(({ owner }) => owner))).toEqual(new Set([workloadRow?.owner]))
  })
})

function failed(): never {
  throw new Error('There is no risk.')
}
