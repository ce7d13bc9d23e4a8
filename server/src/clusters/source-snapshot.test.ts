import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KINDS, type KindDefinition } from '../kubernetes/kinds.ts'
import type { ClusterSource } from './source.ts'
import { snapshotSourceFromPath, snapshotSourceFromText } from './source-snapshot.ts'

const signal = new AbortController().signal
const POD = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}}'

describe('identity', () => {
  test('is the uid of kube-system where the snapshot holds it', async () => {
    const source = await from('apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system, uid: a-b-c}\n')
    expect((await source.identify(signal)).uid).toBe('a-b-c')
  })

  test('is else told by the name, the same for a newer text under that name', async () => {
    const [one, two, other] = await Promise.all([
      from(POD, 'shop'),
      from(POD.replace('web', 'db'), 'shop'),
      from(POD, 'lab'),
    ])
    const uids = await Promise.all([one, two, other].map(async (source) => (await source.identify(signal)).uid))
    expect(uids[0]).toMatch(/^snapshot-[0-9a-f]{32}$/)
    expect(uids[1]).toBe(uids[0])
    expect(uids[2]).not.toBe(uids[0])
  })

  test('a uid that is none is not believed', async () => {
    const source = await from('apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system, uid: {a: b}}\n')
    expect((await source.identify(signal)).uid).toMatch(/^snapshot-/)
  })

  test('the version is the most common one of the nodes', async () => {
    const nodes = ['v1.33.1', 'v1.34.2', 'v1.34.2'].map(
      (version, i) =>
        `apiVersion: v1\nkind: Node\nmetadata: {name: n${i}}\nstatus: {nodeInfo: {kubeletVersion: ${version}}}\n`,
    )
    expect((await (await from(nodes.join('---\n'))).identify(signal)).version).toBe('v1.34.2')
  })

  test('without nodes there is no version', async () => {
    expect(await (await from(POD)).identify(signal)).toMatchObject({ version: undefined, server: undefined })
  })
})

describe('coverage', () => {
  test('a kind that is not in the snapshot is NOT_IN_SNAPSHOT', async () => {
    const served = await (await from(POD)).served(KINDS, signal)
    expect(served.get('Pod')).toBeUndefined()
    expect(served.get('Service')).toMatchObject({
      reason: 'NOT_IN_SNAPSHOT',
      advice: expect.stringContaining('services'),
    })
    expect(served.size).toBe(KINDS.length)
  })

  test('a kind whose list is empty is there, with nothing', async () => {
    const source = await from('{"apiVersion":"v1","kind":"ServiceList","items":[]}')
    expect((await source.served(KINDS, signal)).get('Service')).toBeUndefined()
    expect(await objectsOf(source, 'Service')).toEqual([])
  })

  test('a kind in a version that is not understood is named with it', async () => {
    const source = await from('apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n')
    expect((await source.served(KINDS, signal)).get('Ingress')).toMatchObject({
      reason: 'NOT_IN_SNAPSHOT',
      message: expect.stringContaining('extensions/v1beta1'),
    })
  })
})

describe('pages', () => {
  test('500 objects are a page', async () => {
    const source = await from(Array.from({ length: 1_001 }, (_, i) => POD.replace('web', `web-${i}`)).join('\n---\n'))
    const pages = await Array.fromAsync(source.pages(kind('Pod'), signal))
    expect(pages.map((page) => [page.objects.length, page.remaining])).toEqual([
      [500, 501],
      [500, 1],
      [1, 0],
    ])
  })

  test('what names no namespace is in default, if its kind has namespaces', async () => {
    const source = await from(`${POD}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: n}\n`)
    expect((await objectsOf(source, 'Pod'))[0]?.metadata?.namespace).toBe('default')
    expect((await objectsOf(source, 'Node'))[0]?.metadata?.namespace).toBeUndefined()
  })

  test('of an object that stands twice the later one counts', async () => {
    const source = await from(
      `${POD}\n---\n${POD.replace('"name"', '"namespace":"default","labels":{"v":"2"},"name"')}`,
    )
    expect(await objectsOf(source, 'Pod')).toMatchObject([{ metadata: { labels: { v: '2' } } }])
  })

  test('bookkeeping and what kubectl copied are dropped', async () => {
    const source = await from(
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","managedFields":[{}],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"hunter2","kept":"yes"}}}',
    )
    const [pod] = await objectsOf(source, 'Pod')
    expect(pod?.metadata).toEqual({ name: 'a', namespace: 'default', annotations: { kept: 'yes' } })
  })

  test('a Secret is not kept', async () => {
    const source = await from(
      `${POD}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: aHVudGVyMg==}\n`,
    )
    const secrets: KindDefinition = { kind: 'Secret', group: '', versions: ['v1'], plural: 'secrets', namespaced: true }
    expect((await source.served([secrets], signal)).get('Secret')).toMatchObject({ reason: 'NOT_IN_SNAPSHOT' })
  })
})

describe('what could not be read', () => {
  test('leaves the kind that it may have been of incomplete, by file and line', async () => {
    const source = await from(`${POD}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: "b\n`)
    await expect(objectsOf(source, 'Pod')).rejects.toMatchObject({
      code: 'INVALID_SNAPSHOT',
      message: expect.stringMatching(/a\.yaml line \d+/),
    })
    expect(await objectsOf(source, 'Service')).toEqual([])
  })

  test('still gives what could be read', async () => {
    const source = await from(`${POD}\n---\n{{ broken\n`)
    const seen: unknown[] = []
    await expect(
      (async () => {
        for await (const page of source.pages(kind('Pod'), signal)) seen.push(...page.objects)
      })(),
    ).rejects.toThrow('not all pods'.replace('n', 'N'))
    expect(seen).toHaveLength(1)
  })

  test('is no hindrance when it is a readable file of another tool', async () => {
    const source = await from(`${POD}\n---\nreplicas: 3\n`)
    expect(await objectsOf(source, 'Pod')).toHaveLength(1)
    expect(source.problems).toMatchObject([{ code: 'NOT_AN_OBJECT' }])
  })

  test.each(['', 'hello', '{"a":', 'replicas: 3'])('is an error when nothing is left: %s', async (text) => {
    await expect(from(text)).rejects.toMatchObject({ code: 'INVALID_SNAPSHOT' })
  })

  test('is an error when the snapshot is of a form to come', async () => {
    await expect(from('{"apiVersion":"v1","kind":"List","items":[],"breakwater":{"format":99}}')).rejects.toMatchObject(
      {
        code: 'INVALID_SNAPSHOT',
      },
    )
  })
})

test('a folder is a snapshot', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'snapshot-'))
  await writeFile(join(folder, 'a.json'), POD)
  await writeFile(join(folder, 'b.yaml'), 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n')
  const source = await snapshotSourceFromPath('shop', folder, signal)
  expect([...(await objectsOf(source, 'Pod')), ...(await objectsOf(source, 'Service'))]).toHaveLength(2)
  await rm(folder, { recursive: true })
})

function from(text: string, name = 'shop') {
  return snapshotSourceFromText(name, [{ name: 'a.yaml', text }], signal)
}

function kind(name: string): KindDefinition {
  return KINDS.find((one) => one.kind === name) as KindDefinition
}

async function objectsOf(source: ClusterSource, name: string) {
  return (await Array.fromAsync(source.pages(kind(name), signal))).flatMap((page) => page.objects)
}
