import { setting } from '@breakwater/drizzle/tables/access.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { analysis, waiver } from '@breakwater/drizzle/tables/risk.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, answer, contextOf } from '../../../schema/test/api.ts'
import { addExposure } from '../../../schema/test/rows.ts'
import { namespaceObject } from '../../test/cluster-objects.ts'
import type { MemorySource } from '../../test/memory-source.ts'
import { PostureWorld } from '../../test/posture-world.ts'
import { readConfig } from '../config.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { applyWaiver, expireWaivers } from '../risks/waiver-application.ts'
import { createWaiverService } from '../risks/waivers.ts'
import { createSettings } from '../settings.ts'
import { createAskedOnce } from './asked-once.ts'
import { createCheckService } from './check-service.ts'
import { postureSettingsOf } from './installation-settings.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

/** What clusters are judged by beside the rules of the product: rules that users write, what exposures tell, settings and waivers. */

const workload = (name: string, image: string): KubernetesObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'app' } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image, securityContext: { allowPrivilegeEscalation: false } }] },
    },
  },
})

let world: PostureWorld
beforeAll(async () => {
  world = await PostureWorld.open('product')
})
afterAll(() => world.close())

describe('a rule that users write', () => {
  let source: MemorySource
  beforeAll(async () => {
    source = await world.cluster([namespaceObject('app'), workload('ours', 'ours/a:1'), workload('theirs', 'evil/b:1')])
  })

  async function change(field: 'createCheck' | 'updateCheck' | 'deleteCheck', input: object) {
    let times = 0
    const judgeAnew = async () => {
      times += 1
    }
    const checks = createCheckService(createAskedOnce({ database: world.database }), judgeAnew)
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`
    const select = field === 'deleteCheck' ? 'deletedCheckId' : 'check { id rule }'
    const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${select} userErrors { message } } }`
    const data = (await answer(contextOf(world.database, undefined, { checks }), document, { input }))[field]
    expect([data.userErrors, times]).toEqual([[], 1])
    await world.evaluate(source.identity.uid)
    return data
  }
  const rows = async (state: 'OPEN' | 'RESOLVED' = 'OPEN') =>
    (await world.rows(source, state)).filter(({ rule }) => rule.startsWith('CU-'))
  const tally = async () => (await world.tallies(source))['CU-001']

  test('is judged as any other, with priorities, risks, waivers and numbers, until it is deleted', async () => {
    const { check } = await change('createCheck', {
      ...{ title: 'Image that is not ours', severity: 'MEDIUM', kinds: ['Workload'], each: 'CONTAINER' },
      ...{ expression: '!container.image.startsWith("ours/")', remedy: 'Copy it.' },
    })
    expect(check.rule).toBe('CU-001')
    expect(await rows()).toMatchObject([
      {
        ...{ rule: 'CU-001', result: 'FAIL', severity: 'MEDIUM', priority: 'MEDIUM', objectName: 'theirs' },
        ...{ path: 'spec.template.spec.containers[0]', text: 'Container main: Image that is not ours.' },
      },
    ])
    expect(await tally()).toBe('1/1/0/0')
    expect((await world.objects(source)).find(({ name }) => name === 'ours')?.passed).toContain('CU-001')
    const [risk] = (await world.risks(source)).filter(({ rule }) => rule === 'CU-001')
    expect(risk).toMatchObject({ title: 'Image that is not ours', advice: 'Copy it.', assetType: 'Workload' })

    const now = new Date()
    await world.database.transaction((tx) =>
      tx.insert(waiver).values({
        ...{ id: 'own', kind: 'CONFIGURATION', cluster: source.identity.uid, rule: 'CU-001', reason: 'Known.' },
        ...{ owner: 'Ann', createdBy: 'Ann', createdAt: now, until: new Date(now.getTime() + 3_600_000) },
      }),
    )
    await applyWaiver(world.database, 'own')
    expect(await tally()).toBe('1/0/1/0')
    await change('updateCheck', { check: check.id, severity: 'CRITICAL', remedy: 'Take another.' })
    expect(await rows()).toMatchObject([{ severity: 'CRITICAL', priority: 'HIGH' }])
    expect((await world.risks(source)).find(({ id }) => id === risk?.id)).toMatchObject({
      ...{ advice: 'Take another.', priority: 'HIGH', waiver: 'own' },
    })
    expect(await tally()).toBe('1/0/1/0')

    await change('updateCheck', { check: check.id, expression: 'container.nothing == 1' })
    expect((await rows()).map(({ result, objectName }) => `${result} ${objectName}`)).toEqual([
      'NOT_ASSESSABLE ours',
      'NOT_ASSESSABLE theirs',
    ])
    expect((await rows())[0]?.reason).toContain('The expression has no answer')
    expect(await tally()).toBe('0/0/0/2')

    await change('deleteCheck', { check: check.id })
    expect(await rows()).toEqual([])
    expect(await rows('RESOLVED')).toHaveLength(3)
    expect((await world.risks(source)).filter(({ rule }) => rule === 'CU-001')).toEqual([])
    expect(await tally()).toBeUndefined()
  })
})

test('exposures that were analyzed decide what is exposed to the internet; what was not is told by what it declares', async () => {
  const service = {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'app' } },
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
  }
  const source = await world.cluster([namespaceObject('app'), workload('web', 'a/b:1'), service])
  const { uid } = source.identity
  const said = async () => (await world.rows(source)).filter(({ rule }) => rule === 'KC-098').map(({ text }) => text)
  expect(await said()).toEqual(['Service web of type LoadBalancer leads to it.'])

  await world.database.transaction(async (tx) => {
    await tx.insert(analysis).values({ cluster: uid, kind: 'EXPOSURE', analyzedAt: new Date() })
    const of = { workload: `${uid}/app/Deployment/web`, workloadKind: 'Deployment', workloadName: 'web' }
    await addExposure(tx, uid, 'way', { ...of, namespace: 'app', sentence: '203.0.113.1:443 → Service app/web' })
  })
  await world.evaluate(uid)
  expect(await said()).toEqual(['It is reached from the internet: 203.0.113.1:443 → Service app/web.'])

  await world.database.transaction((tx) =>
    tx.update(exposure).set({ verdict: 'NONE' }).where(eq(exposure.cluster, uid)),
  )
  expect(await world.evaluate(uid)).toMatchObject({ added: 0, removed: 1 })
  expect(await said()).toEqual([])
})

test('what is set decides, and what is known as a credential there is masked when it is stored', async () => {
  const settings = createSettings(world.database, readConfig({}), () => {})
  const set = (name: string, value: string) => settings.update(`configuration.${name}`, value, administrator)
  const config = {
    ...{
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'config', namespace: 'app', uid: 'u', resourceVersion: '7' },
    },
    data: { batchKey: 'plain', code: 'acme_0123abcd', other: 'plain' },
  }
  const env = [{ name: 'CODE', value: 'acme_0123abcd' }]
  const deployment = workload('web', 'evil.example/b:1')
  Object.assign((deployment['spec'] as never)['template']['spec']['containers'][0], { env })
  const source = await world.cluster([namespaceObject('app'), deployment, config])
  const said = async () =>
    (await world.rows(source))
      .filter(({ rule }) => ['KC-036', 'KC-042', 'KC-044'].includes(rule))
      .map(({ rule, path }) => `${rule} ${path}`)
  expect(await said()).toEqual([])
  await set('allowedRegistries', 'registry.example.com, docker.io/acme')
  await set('sensitiveNames', 'batch_key')
  await set('sensitiveValues', 'acme_[0-9a-f]{8}')
  world.settings = await postureSettingsOf(settings.value)
  await world.again(source)
  expect(await said()).toEqual([
    'KC-036 spec.template.spec.containers[0].image',
    'KC-042 spec.template.spec.containers[0].env[0].value',
    'KC-044 data[batchKey]',
    'KC-044 data[code]',
  ])
  const stored = await world.database.db
    .select({ content: kubernetesObject.content })
    .from(kubernetesObject)
    .where(eq(kubernetesObject.cluster, source.identity.uid))
  expect(JSON.stringify(stored)).toContain('characters, settings')
  expect(JSON.stringify(stored)).not.toContain('acme_0123abcd')
  await expect(set('sensitiveValues', '(a+)+$')).rejects.toThrow('cannot be used')
  world.settings = DEFAULT_POSTURE_SETTINGS
  await world.database.transaction((tx) => tx.delete(setting))
})

test('a waiver by labels, namespace or name exempts at once, and ends so when it is ended or has run out', async () => {
  const loose = (name: string, labels: Record<string, string>) => {
    const made = workload(name, 'a/b:1')
    Object.assign(made.metadata ?? {}, { labels })
    Object.assign((made['spec'] as never)['template']['spec'], { hostPID: true })
    return made
  }
  const source = await world.cluster([namespaceObject('app'), loose('one', { team: 'shop' }), loose('two', {})])
  const tally = async () => (await world.tallies(source))['KC-006']
  const waivers = createWaiverService(world.database)
  const made = { reason: 'Known.', owner: 'Ann', until: new Date(Date.now() + 3_600_000) }
  const create = (target: object) =>
    waivers.create(
      { ...made, target: { kind: 'CONFIGURATION', cluster: source.identity.uid, ...target } },
      administrator,
    )
  expect(await tally()).toBe('0/2/0/0')
  for (const [target, told] of [
    [{ labels: { team: 'shop' } }, '0/1/1/0'],
    [{ namespace: 'app' }, '0/0/2/0'],
    [{ assetName: 'tw*' }, '0/1/1/0'],
  ] as const) {
    const id = await create(target)
    expect(await tally()).toBe(told)
    await waivers.end(id, administrator)
    expect(await tally()).toBe('0/2/0/0')
  }
  const id = await create({ labels: { team: 'shop' } })
  source.objects = [namespaceObject('app'), loose('one', {}), loose('two', { team: 'shop' })]
  await world.again(source)
  const waived = (await world.risks(source)).filter(({ rule, waiver: by }) => rule === 'KC-006' && by === id)
  expect(waived.map(({ assetName }) => assetName)).toEqual(['two'])
  expect(await tally()).toBe('0/1/1/0')
  await world.database.transaction((tx) =>
    tx
      .update(waiver)
      .set({ until: new Date(Date.now() - 1_000) })
      .where(eq(waiver.id, id)),
  )
  await expireWaivers(world.database)
  expect(await tally()).toBe('0/2/0/0')
})
