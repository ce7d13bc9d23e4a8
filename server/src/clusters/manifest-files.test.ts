import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readManifestFiles } from './manifest-files.ts'

const signal = new AbortController().signal
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifests-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a folder is walked, in the order of names, for YAML and JSON only', async () => {
  await put('b/two.yml', 'two')
  await put('a.yaml', 'one')
  await put('c.JSON', 'three')
  await put('readme.md', 'no')
  const { files, problems } = await readManifestFiles([folder], { signal })
  expect(files.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
  expect(files[0]?.name).toBe(join(folder, 'a.yaml'))
  expect(problems).toEqual([])
})

test('hidden folders and installed packages are left out', async () => {
  await put('.git/a.yaml', 'no')
  await put('node_modules/x/a.yaml', 'no')
  expect((await readManifestFiles([folder], { signal })).files).toEqual([])
})

test('a file that is named is read whatever its ending', async () => {
  await put('dump', 'one')
  expect((await readManifestFiles([join(folder, 'dump')], { signal })).files).toHaveLength(1)
})

test('a file that is named twice is read once', async () => {
  await put('a.yaml', 'one')
  expect((await readManifestFiles([folder, join(folder, 'a.yaml')], { signal })).files).toHaveLength(1)
})

test('a path that is not there is an error', async () => {
  await expect(readManifestFiles([join(folder, 'missing')], { signal })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a link within the folder is followed', async () => {
  await put('in/real.yaml', 'one')
  await put('else/x.txt', '')
  await symlink(join(folder, 'in'), join(folder, 'else', 'link'))
  expect((await readManifestFiles([folder], { signal })).files.map(({ text }) => text)).toEqual(['one'])
})

test('a link out of the folder is not followed', async () => {
  await put('root/a.yaml', 'one')
  await put('outside/secret.yaml', 'secret')
  await symlink(join(folder, 'outside/secret.yaml'), join(folder, 'root/link.yaml'))
  await symlink(join(folder, 'outside'), join(folder, 'root/folder'))
  const { files, problems } = await readManifestFiles([join(folder, 'root')], { signal })
  expect(files.map(({ text }) => text)).toEqual(['one'])
  expect(problems.map(({ code }) => code)).toEqual(['NOT_READ', 'NOT_READ'])
})

test('a loop of links comes to its end', async () => {
  await put('a/a.yaml', 'one')
  await symlink(folder, join(folder, 'a/up'))
  await symlink(join(folder, 'loop.yaml'), join(folder, 'loop.yaml'))
  const { files, problems } = await readManifestFiles([folder], { signal })
  expect(files).toHaveLength(1)
  expect(problems).toMatchObject([{ code: 'NOT_READ', file: join(folder, 'loop.yaml') }])
})

test('a pipe is not waited for', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
  expect((await readManifestFiles([folder], { signal })).files).toEqual([])
})

test('files beyond the number are named', async () => {
  for (const name of ['a', 'b', 'c']) await put(`${name}.yaml`, 'x')
  const { files, problems } = await readManifestFiles([folder], { signal, maxFiles: 2 })
  expect(files).toHaveLength(2)
  expect(problems).toMatchObject([{ file: join(folder, 'c.yaml') }])
})

test('files beyond the size are named, and smaller ones still read', async () => {
  await put('a.yaml', 'x'.repeat(60))
  await put('b.yaml', 'x'.repeat(60))
  await put('c.yaml', 'x'.repeat(20))
  const { files, problems } = await readManifestFiles([folder], { signal, maxTotalBytes: 100 })
  expect(files.map(({ text }) => text.length)).toEqual([60, 20])
  expect(problems).toMatchObject([{ file: join(folder, 'b.yaml') }])
})

test('folders beyond the depth are named', async () => {
  await put('a/b/c/deep.yaml', 'x')
  const { files, problems } = await readManifestFiles([folder], { signal, maxDepth: 2 })
  expect(files).toEqual([])
  expect(problems).toMatchObject([{ file: join(folder, 'a/b/c') }])
})

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true })
  await writeFile(join(folder, path), text)
}
