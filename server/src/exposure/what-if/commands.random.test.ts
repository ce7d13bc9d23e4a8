import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { entryCluster, objectsOf } from '../../../test/exposure/entry-arbitraries.ts'
import { ingress, ingressClass, pod, service } from '../../../test/exposure-objects.ts'
import { hostile, splitByShell } from '../../../test/hostile-texts.ts'
import { SEED } from '../../../test/seed.ts'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { shellCommand } from '../../kubernetes/shell-quote.ts'
import { yamlText } from '../../kubernetes/yaml-text.ts'
import { analyzeExposure } from '../analyze-exposure.ts'
import { DEFAULT_SETTINGS } from '../model.ts'
import { simulate } from './simulate.ts'
import type { WhatIfAction, WhatIfAnswer } from './what-if.ts'

const ACTIONS: readonly WhatIfAction[] = [
  { kind: 'makeServiceInternal', provider: 'ACK' },
  { kind: 'makeServiceClusterIp' },
  { kind: 'dropPort' },
  { kind: 'limitSources', ranges: ['8.9.0.0/16'] },
  { kind: 'deleteRoute' },
  { kind: 'admitOnlyController' },
]

function on(objects: readonly unknown[], action: WhatIfAction): WhatIfAnswer {
  const cluster = clusterObjects(objects as KubernetesObject[])
  const ids = analyzeExposure(cluster, DEFAULT_SETTINGS).exposures.map(({ id }) => id)
  return simulate(cluster, DEFAULT_SETTINGS, ids, action)
}

describe('commands of hostile objects', () => {
  test('are split by a shell into the same arguments, and their YAML is read as the same', () => {
    const names = fc.record({ name: hostile, namespace: hostile, host: hostile, label: hostile })
    const answers = fc.sample(names, { numRuns: 40, seed: SEED }).flatMap(({ name, namespace, host, label }) => {
      const metadata = { name, namespace, labels: { app: 'web', [label]: label }, annotations: { [label]: label } }
      const named = (object: object) => ({ ...object, metadata })
      const backend = { service: { name, port: { number: 80 } } }
      const ports = [80, 81].map((port) => ({ name: `${label}${port}`, port, targetPort: 8080 }))
      const rules = [host, 'b'].map((one) => ({ host: one, http: { paths: [{ path: host, backend }] } }))
      const objects = [
        named(pod()),
        named(service('LoadBalancer', { published: [{ ip: '8.8.4.4' }], spec: { ports } })),
        named(ingress({ ingressClassName: 'nginx', rules })),
        ingressClass('nginx', 'k8s.io/ingress-nginx'),
      ]
      const controllers = { nginx: { namespace: metadata.namespace, labels: { app: 'web' } } }
      const cluster = clusterObjects(objects as KubernetesObject[])
      const settings = { ...DEFAULT_SETTINGS, controllers }
      const ids = analyzeExposure(cluster, settings).exposures.map(({ id }) => id)
      return ACTIONS.map((action) => simulate(cluster, settings, ids, action))
    })
    const patches = answers.flatMap((answer) => answer.patches)
    expect(new Set(patches.map(({ verb }) => verb))).toEqual(new Set(['patch', 'apply', 'delete']))
    expect(splitByShell(patches.map(({ command }) => command))).toEqual(patches.map(({ args }) => args))
    for (const { args, yaml, verb, object } of patches) {
      const name = object.name
      if (verb !== 'apply')
        expect(args.indexOf('--') >= 0 && args.at(-1) === name).toBe(/^-/.test(name) || /^-/.test(object.namespace))
      if (verb === 'patch')
        expect(parse(yaml)).toEqual(
          JSON.parse(args.find((arg) => /^(?:--patch=)?\{/.test(arg))?.replace('--patch=', '') ?? ''),
        )
      else expect(parse(yaml).metadata).toEqual({ name, namespace: object.namespace })
      expect(isDeepStrictEqual(parse(yaml, { version: '1.1', merge: false }), parse(yaml))).toBe(true)
      expect(args.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })

  test('of arbitrary words are split into the same words', () => {
    const words = fc.sample(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), { numRuns: 20, seed: SEED })
    const clean = words.map((line) =>
      ['x', ...line].map((word) => word.replaceAll('\0', '').toWellFormed()).filter((word) => word !== ''),
    )
    expect(splitByShell(clean.map(shellCommand))).toEqual(clean)
  })

  test('of arbitrary values have YAML that reads as the same', () => {
    fc.assert(
      fc.property(
        fc.object({ key: hostile, values: [hostile, fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          const plain = JSON.parse(JSON.stringify(value))
          expect(parse(yamlText(plain))).toEqual(plain)
          expect(parse(yamlText(plain), { version: '1.1', merge: false })).toEqual(plain)
        },
      ),
      { numRuns: 150, seed: SEED },
    )
  })
})

describe('a simulation of random clusters', () => {
  const drawn = fc.tuple(entryCluster(), fc.constantFrom(...ACTIONS), fc.infiniteStream(fc.nat()))

  test('says what comes of its patches, and then nothing is left to do', () => {
    fc.assert(
      fc.property(drawn, ([cluster, action]) => {
        const objects: KubernetesObject[] = JSON.parse(JSON.stringify(objectsOf(cluster)))
        const answer = on(objects, action)
        const closed = new Set(answer.closed.map(({ id }) => id))
        const changed = objects.map((object) => applied(object, answer))
        const open = analyzeExposure(clusterObjects(changed), DEFAULT_SETTINGS).exposures.filter(({ verdict }) =>
          ['internet', 'restricted', 'possible'].includes(verdict),
        )
        // An address that is published still is what the patches cannot change.
        if (action.kind !== 'makeServiceInternal') expect(open.filter(({ id }) => closed.has(id))).toEqual([])
        if (action.kind !== 'dropPort') expect(on(changed, action).patches).toEqual([])
      }),
      { numRuns: 50, seed: SEED },
    )
  })

  test('does not depend on the order of the objects or of the ids', () => {
    fc.assert(
      fc.property(drawn, ([cluster, action, draws]) => {
        const objects = objectsOf(cluster)
        const rest = [...objects]
        const shuffled = objects.flatMap(() => rest.splice((draws.next().value ?? 0) % rest.length, 1))
        const cluster1 = clusterObjects(objects as KubernetesObject[])
        const ids = analyzeExposure(cluster1, DEFAULT_SETTINGS).exposures.map(({ id }) => id)
        const cluster2 = clusterObjects(shuffled as KubernetesObject[])
        const other = simulate(cluster2, DEFAULT_SETTINGS, ids.toReversed(), action)
        expect(JSON.stringify(other)).toBe(JSON.stringify(simulate(cluster1, DEFAULT_SETTINGS, ids, action)))
      }),
      { numRuns: 50, seed: SEED },
    )
  })
})

/** An object after the patches that are about it, as an API server would apply them. */
function applied(object: KubernetesObject, { patches }: WhatIfAnswer): KubernetesObject {
  const own = patches.find(
    ({ object: ref }) =>
      ref.kind === object.kind && ref.name === object.metadata?.name && ref.namespace === object.metadata?.namespace,
  )
  return own ? (merged(object, parse(own.yaml)) as KubernetesObject) : object
}

/** Source: RFC 7396, section 2. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = merged(result[key], value)
  }
  return result
}
