import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'breakwater-types-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the committed types of the API are those of the schema: `npm run schema` writes both', () => {
  const web = fileURLToPath(new URL('../../', import.meta.url))
  const command = fileURLToPath(new URL('../bin/cli.js', import.meta.resolve('gql.tada')))
  const output = join(folder, 'graphql-env.d.ts')
  execFileSync(process.execPath, [command, 'generate-output', '--output', output], { cwd: web, stdio: 'pipe' })
  expect(readFileSync(join(web, 'src/api/graphql-env.d.ts'), 'utf8')).toBe(readFileSync(output, 'utf8'))
})
