import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askInstance, openControl } from './control.ts'

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'breakwater-control-test-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

test('a folder that nothing has made yet is made, for its owner only, and the instance answers', async () => {
  const data = join(parent, 'data')
  const control = await openControl(data, { login: async () => ({ link: 'http://localhost/login' }) })
  try {
    expect(await askInstance(data, 'login', {})).toMatchObject({ link: 'http://localhost/login' })
    expect((await stat(data)).mode & 0o777).toBe(0o700)
  } finally {
    await control.close()
  }
})

test('nobody answers where no instance runs', async () => {
  expect(await askInstance(parent, 'login', {})).toBeUndefined()
})
