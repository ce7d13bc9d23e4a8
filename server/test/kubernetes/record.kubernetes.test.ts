import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { comparable } from '../api-server/compare.ts'
import type { Transcript } from '../api-server/transcript.ts'
import type {} from './provided.ts'
import { Recorder } from './recorder.ts'
import { SCENARIOS } from './scenarios.ts'

const folder = fileURLToPath(new URL('../api-server/transcripts', import.meta.url))
const isToBeWritten = process.env['BREAKWATER_RECORD'] === '1'

let recorder: Recorder
beforeAll(() => {
  recorder = new Recorder(inject('kubernetes'))
})
afterAll(() => recorder.close())

test.each(SCENARIOS)('the server answers as the transcript of $name says', async (scenario) => {
  const file = `${folder}/${scenario.name}.json`
  const recorded = await recorder.record(scenario)
  if (isToBeWritten || !existsSync(file)) {
    await mkdir(folder, { recursive: true })
    await writeFile(file, `${JSON.stringify(recorded, undefined, 2)}\n`)
  }
  const written: Transcript = JSON.parse(await readFile(file, 'utf8'))
  // Another version answers a little differently; what it was recorded from has to answer the same.
  if (written.server === recorded.server) {
    const pairs = recorded.exchanges.map(({ answer, compare }, at) => {
      const before = written.exchanges[at]?.answer ?? answer
      return comparable(before, answer, compare)
    })
    expect(pairs.map(([, now]) => now)).toEqual(pairs.map(([before]) => before))
  }
  expect(recorded.exchanges.map(({ what }) => what)).toEqual(written.exchanges.map(({ what }) => what))
})
