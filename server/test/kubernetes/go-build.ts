import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program of a Go module. */
export interface GoProgram {
  readonly name: string
  /** Import path of the main package. */
  readonly main: string
  readonly module: string
  /** Such as `v1.37.2`. */
  readonly version: string
  readonly ldflags?: string
  /** The version under which the module's local replacements (`=> ./staging/…`) are published. */
  readonly replacements?: string
}

/** Where built programs are kept: BREAKWATER_CACHE, or `breakwater` in the user's cache folder. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return process.env['BREAKWATER_CACHE'] ?? join(base, 'breakwater')
}

/** Where a program is, or will be once it was built. */
export function builtPath({ name, version }: GoProgram): string {
  return join(cacheFolder(), `${name}-${version}`)
}

/**
 * Builds a program in a module of its own, in a temporary folder, and keeps it; gives its path. Needs `go` on the PATH and
 * a module proxy. Throws an error that ends with what `go` said.
 */
export async function buildGoProgram(program: GoProgram): Promise<string> {
  const path = builtPath(program)
  if (existsSync(path)) return path
  const folder = await mkdtemp(join(tmpdir(), 'go-build-'))
  const unfinished = `${path}.${process.pid}`
  try {
    await mkdir(cacheFolder(), { recursive: true })
    await writeFile(join(folder, 'go.mod'), await goModFor(program, folder))
    const flags = ['-mod=mod', '-trimpath', '-ldflags', program.ldflags ?? '-s -w']
    await run('go', ['build', ...flags, '-o', unfinished, program.main], folder)
    await rename(unfinished, path)
    return path
  } finally {
    await rm(unfinished, { force: true })
    await rm(folder, { recursive: true, force: true })
  }
}

/** Requires the module; takes over what only a main module may say: the language version, settings and replacements. */
async function goModFor({ module, version, replacements }: GoProgram, folder: string): Promise<string> {
  const { GoMod: path } = JSON.parse(await run('go', ['mod', 'download', '-json', `${module}@${version}`], folder))
  const lines = (await readFile(path, 'utf8')).split('\n')
  const settings = lines.filter((line) => /^(?:go|godebug) /.test(line))
  const replaced = lines.flatMap((line) => /^\s*(\S+) => \.\//.exec(line)?.[1] ?? [])
  return [
    'module example.com/build',
    ...settings,
    `require ${module} ${version}`,
    ...(replacements ? replaced.map((name) => `replace ${name} => ${name} ${replacements}`) : []),
    '',
  ].join('\n')
}

/** What a command prints. Throws an error with the end of what it said when it fails. */
export function run(command: string, args: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd ? { cwd } : {}) })
    let printed = ''
    let complained = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
    })
    child.stderr.on('data', (chunk) => {
      complained = `${complained}${chunk}`.slice(-4_000)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(printed)
      else reject(new Error(`${command} ${args.slice(0, 2).join(' ')} failed: ${complained.trim()}`))
    })
  })
}
