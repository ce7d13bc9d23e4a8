import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeyOrigin, loadSecretKey } from './key.ts'
import { secretKey } from './seal.ts'

const BYTES = Buffer.from('0123456789abcdef0123456789abcdef')
let dataFolder = ''

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'secret-key-'))
})
afterEach(() => rm(dataFolder, { recursive: true }))

describe('from the environment', () => {
  test.each([
    ['base64', BYTES.toString('base64')],
    ['base64url', BYTES.toString('base64url')],
    ['hexadecimal', BYTES.toString('hex')],
    ['base64 with a line end', `${BYTES.toString('base64')}\n`],
  ])('32 bytes in %s are taken', async (_, environment) => {
    expect((await load({ environment })).id).toBe(secretKey(BYTES).id)
  })

  test.each(['short', 'x'.repeat(44), BYTES.toString('hex').slice(2), Buffer.alloc(33).toString('base64')])(
    'anything else is refused: %s',
    async (environment) => {
      await expect(load({ environment })).rejects.toMatchObject({
        code: 'MALFORMED_KEY',
        message: expect.not.stringContaining(environment),
        advice: expect.stringContaining('openssl'),
      })
    },
  )

  test('no file is made', async () => {
    await load({ environment: BYTES.toString('hex') })
    expect(await readdir(dataFolder)).toEqual([])
  })
})

describe('from the file', () => {
  test('it is made at the first start, for its owner only, and kept', async () => {
    const folder = join(dataFolder, 'new')
    const first = await load({ dataFolder: folder })
    expect((await stat(join(folder, 'secret.key'))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['secret.key'])
    expect((await load({ environment: '', dataFolder: folder })).id).toBe(first.id)
  })

  test('processes that start at once agree on one key', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => load()))
    expect(new Set(keys.map((key) => key.id)).size).toBe(1)
    expect(await readdir(dataFolder)).toEqual(['secret.key'])
  })

  test.each([0o644, 0o640, 0o660, 0o604])('a file with mode %o is refused', async (mode) => {
    const file = join(dataFolder, 'secret.key')
    await writeFile(file, BYTES.toString('base64'))
    await chmod(file, mode)
    await expect(load()).rejects.toMatchObject({
      code: 'KEY_FILE_UNSAFE',
      advice: expect.stringContaining('chmod 600'),
    })
  })

  test('a malformed file is refused and left as it is', async () => {
    const file = join(dataFolder, 'secret.key')
    await writeFile(file, 'half a key', { mode: 0o600 })
    await expect(load()).rejects.toMatchObject({ code: 'MALFORMED_KEY' })
    expect(await readFile(file, 'utf8')).toBe('half a key')
  })

  test('a symbolic link is refused', async () => {
    await symlink('/dev/null', join(dataFolder, 'secret.key'))
    await expect(load()).rejects.toMatchObject({ code: 'KEY_FILE_UNREADABLE' })
  })

  test('a folder that cannot be made is refused', async () => {
    await writeFile(join(dataFolder, 'file'), '')
    await expect(load({ dataFolder: join(dataFolder, 'file') })).rejects.toMatchObject({
      code: 'KEY_FILE_UNREADABLE',
    })
  })

  test('a folder in its place is refused', async () => {
    await mkdir(join(dataFolder, 'secret.key'), { mode: 0o700 })
    await expect(load()).rejects.toMatchObject({ code: 'KEY_FILE_UNREADABLE' })
  })
})

describe('what is sealed', () => {
  const other = secretKey(Buffer.alloc(32, 7)).id

  test('with another key stops the start, and it is said how to go on', async () => {
    const environment = BYTES.toString('hex')
    await expect(load({ environment, sealedWith: [secretKey(BYTES).id] })).resolves.toBeDefined()
    await expect(load({ environment, sealedWith: [secretKey(BYTES).id, other] })).rejects.toMatchObject({
      code: 'OTHER_KEY',
      advice: expect.stringContaining('forget-credentials'),
    })
  })

  test('keeps a new key from being made in the place of one that is missing', async () => {
    await expect(load({ sealedWith: [other] })).rejects.toMatchObject({ code: 'NO_KEY' })
    expect(await readdir(dataFolder)).toEqual([])
  })
})

test('of a database that is shared the key comes from the environment', async () => {
  await expect(load({ isShared: true })).rejects.toMatchObject({
    code: 'NO_KEY',
    message: expect.stringContaining('BREAKWATER_SECRET_KEY'),
  })
  expect(await readdir(dataFolder)).toEqual([])
  await expect(load({ isShared: true, environment: BYTES.toString('hex') })).resolves.toBeDefined()
})

function load(origin: Partial<KeyOrigin> = {}) {
  return loadSecretKey({ environment: undefined, dataFolder, sealedWith: [], isShared: false, ...origin })
}
