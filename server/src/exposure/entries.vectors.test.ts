import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import { readManifests } from '../kubernetes/manifests.ts'
import { analyzeExposure } from './analyze-exposure.ts'
import { DEFAULT_SETTINGS } from './model.ts'
import { portRowsOf } from './port-rows.ts'

const FOLDER = fileURLToPath(new URL('../../../../shared/vectors/exposure/entry', import.meta.url))
const isThere = existsSync(join(FOLDER, 'expected.tsv'))
const expected = isThere ? readExpected() : new Map<string, string[]>()
if (!isThere) console.warn(`Skipped: the vectors of entry points are not at ${FOLDER}.`)

test.skipIf(!isThere)('there are cases', () => {
  expect(expected.size).toBe(38)
})

test.each([...expected])('%s', (name, rows) => {
  expect(answerOf(name)).toEqual(rows)
})

/** By case, lines of workload, protocol, port, verdict and entry kind, sorted; those that are about no workload are left out. */
function readExpected(): Map<string, string[]> {
  const [, ...lines] = readFileSync(join(FOLDER, 'expected.tsv'), 'utf8').trimEnd().split('\n')
  const cases = Map.groupBy(
    lines.map((line) => line.split('\t')),
    ([name]) => name ?? '',
  )
  return new Map(
    [...cases].map(([name, rows]) => [
      name,
      rows
        .filter(([, , workload]) => workload !== '-')
        .map(([, , workload, protocol, port, verdict, path]) => [workload, protocol, port, verdict, path].join(' '))
        .sort(),
    ]),
  )
}

function answerOf(name: string): string[] {
  const folder = join(FOLDER, name)
  const files = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }))
  const objects = clusterObjects(readManifests(files).objects)
  return portRowsOf(objects, analyzeExposure(objects, DEFAULT_SETTINGS))
    .map(({ workload, protocol, port, verdict, exposure }) =>
      [
        `${workload.namespace}/${workload.name}`,
        protocol,
        port,
        verdict,
        verdict === 'none' ? '-' : exposure?.entry.kind,
      ].join(' '),
    )
    .sort()
}
