import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resolveBelow } from './snapshot-folder.ts'

let base = ''
let root = ''
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'snapshot-folder-')))
  root = join(base, 'root')
  await mkdir(join(root, 'in'), { recursive: true })
  await writeFile(join(root, 'in/a.json'), '')
  await writeFile(join(base, 'secret.json'), '')
})
afterEach(() => rm(base, { recursive: true }))

test('a path below the folder is resolved, relative or whole', async () => {
  expect(await resolveBelow(root, 'in/a.json')).toBe(join(root, 'in/a.json'))
  expect(await resolveBelow(root, join(root, 'in/../in/a.json'))).toBe(join(root, 'in/a.json'))
})

test('the folder itself may be a link', async () => {
  await symlink(root, join(base, 'link'))
  expect(await resolveBelow(join(base, 'link'), 'in/a.json')).toBe(join(root, 'in/a.json'))
  expect(await resolveBelow(join(base, 'link'), join(base, 'link/in/a.json'))).toBe(join(root, 'in/a.json'))
})

test.each(['../secret.json', 'in/../../secret.json', '/etc/passwd', '..', '../root-of-another', 'in/a.json\0.yaml'])(
  'what lies outside is refused: %s',
  async (path) => {
    await expect(resolveBelow(root, path)).rejects.toMatchObject({ code: 'INVALID_SNAPSHOT' })
  },
)

test('a link that leads out is refused', async () => {
  await symlink(join(base, 'secret.json'), join(root, 'link.json'))
  await symlink(base, join(root, 'up'))
  await expect(resolveBelow(root, 'link.json')).rejects.toMatchObject({ code: 'INVALID_SNAPSHOT' })
  await expect(resolveBelow(root, 'up/secret.json')).rejects.toMatchObject({ code: 'INVALID_SNAPSHOT' })
})

test('whether something outside is there cannot be found out', async () => {
  const errors = await Promise.all(
    ['../secret.json', '../nothing.json'].map((path) =>
      resolveBelow(root, path).catch((error: Error) => error.message),
    ),
  )
  expect(errors[0]).toBe(errors[1])
})

test('what is not there is said so', async () => {
  await expect(resolveBelow(root, 'missing.json')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('without a folder nothing is read, and the setting is named', async () => {
  await expect(resolveBelow(undefined, 'a')).rejects.toMatchObject({
    code: 'INVALID_SNAPSHOT',
    advice: expect.stringContaining('BREAKWATER_SNAPSHOT_FOLDER'),
  })
})
