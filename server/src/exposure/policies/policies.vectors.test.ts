import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import { readManifests } from '../../kubernetes/manifests.ts'
import { DEFAULT_SETTINGS, type Protocol } from '../model.ts'
import { podsOf } from '../pods.ts'
import { createPolicies } from './create-policies.ts'

const FOLDER = '../shared/vectors/exposure/matrix'
const HELD = { allow: true, deny: false } as const

/** Every pod to every other one, port by port, as test runs against real clusters have shown it. */
describe.skipIf(!existsSync(FOLDER))(`between pods, as ${FOLDER} has it (skipped where it is absent)`, () => {
  const cases = existsSync(FOLDER) ? rowsOf('cases.tsv') : []
  for (const [name = '', tags = '', contested] of cases) {
    if (contested !== 'no') continue
    test(`${name}: ${tags}`, () => {
      const text = readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')
      const { objects, problems } = readManifests([{ name, text }])
      expect(problems).toEqual([])
      const cluster = clusterObjects(objects)
      const pods = podsOf(cluster)
      const policies = createPolicies(pods, cluster, DEFAULT_SETTINGS)
      const podOf = (id = '') => {
        const pod = pods.find((candidate) => `${candidate.namespace}/${candidate.name}` === id)
        if (!pod) throw new Error(`There is no pod ${id} in ${name}.`)
        return pod
      }
      const rows = rowsOf(`${name}.tsv`).filter(([from, to]) => from !== to)
      const answered = rows.map(([from = '', to = '', protocol = '', port = '']) => {
        const answer = policies.between(podOf(from), podOf(to), protocol as Protocol, Number(port))
        return [from, to, protocol, port, ...[answer.ingress, answer.egress, answer.allowed].map(wordOf)]
      })
      expect(answered).toEqual(rows)
      expect(rows.length).toBeGreaterThan(0)
    })
  }
})

function wordOf(allowed: boolean): string {
  return allowed === HELD.allow ? 'allow' : 'deny'
}

function rowsOf(file: string): string[][] {
  const [, ...lines] = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n')
  return lines.map((line) => line.split('\t'))
}
