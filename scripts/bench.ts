import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `npm run bench -- NAME [ARGUMENT…]` runs bench/NAME.ts; without a name it lists them. */
const folder = fileURLToPath(new URL('../bench', import.meta.url))
const [name, ...rest] = process.argv.slice(2)
const file = join(folder, `${name}.ts`)

if (!name || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const marked = readdirSync(folder).filter((entry) => /^[a-z-]+\.ts$/.test(entry))
  console.error(`Usage: npm run bench -- NAME\nNames: ${marked.map((entry) => entry.replace('.ts', '')).join(', ')}`)
  process.exitCode = 2
} else {
  process.exitCode = spawnSync(process.execPath, ['--expose-gc', file, ...rest], { stdio: 'inherit' }).status ?? 1
}
