import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import { readManifests } from '../kubernetes/manifests.ts'
import { type ConnectivityRow, connectivityOf, LAYERS, layerRows } from './connectivity.ts'
import { DEFAULT_SETTINGS } from './model.ts'

const FOLDER = '../shared/vectors/exposure/policy'
const isThere = existsSync(FOLDER)

/**
 * Their Ingress names the number of a target port, which is no port of the service: Kubernetes leads it nowhere, and so do we. The tool that
 * the rows come from takes it for one.
 */
const LED_NOWHERE = new Set(['x043 ingress-controller unicorn', 'x045 ingress-controller frontend'])

/** What policies of real manifests let through, layer by layer. A case without rows expects none. */
describe.skipIf(!isThere)(`connectivity, as ${FOLDER} has it (skipped where it is absent)`, () => {
  const expected = Map.groupBy(isThere ? expectedRows() : [], ([name = '', layer = '']) => `${name} ${layer}`)
  const cases = isThere ? readdirSync(FOLDER).filter((name) => /^x\d+$/.test(name)) : []
  test.each(cases)('%s', (name) => {
    const folder = join(FOLDER, name)
    const files = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }))
    const connectivity = connectivityOf(clusterObjects(readManifests(files).objects), DEFAULT_SETTINGS)
    for (const layer of LAYERS) {
      const rows = expected.get(`${name} ${layer}`) ?? []
      const held = rows.filter(([, , , workload]) => !LED_NOWHERE.has(`${name} ${layer} ${workload}`))
      const wanted = held.map(([, ...cells]) => cells.join('\t'))
      expect(layerRows(connectivity, layer).map(lineOf).sort()).toEqual(wanted.sort())
    }
  })
})

function lineOf({ layer, workload, protocol, firstPort, lastPort, peers, public: share }: ConnectivityRow): string {
  return [layer, workload.namespace, workload.name, workload.kind, protocol, firstPort, lastPort, peers, share].join(
    '\t',
  )
}

function expectedRows(): string[][] {
  const [, ...lines] = readFileSync(join(FOLDER, 'expected.tsv'), 'utf8').trim().split('\n')
  return lines.map((line) => line.split('\t'))
}
