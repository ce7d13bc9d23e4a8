import { existsSync } from 'node:fs'
import { buildGoProgram, builtPath, type GoProgram, run } from './go-build.ts'

/** The programs of a real control plane, and what they say of their version. */
export interface Binaries {
  readonly apiServer: string
  readonly apiServerVersion: string
  readonly etcd: string
  readonly etcdVersion: string
}

/** What could not be had, and what to do. */
export class NoBinariesError extends Error {
  override readonly name = 'NoBinariesError'
  readonly advice: string
  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.advice = advice
  }
}

const KUBERNETES = 'v1.37.2'
const ETCD = 'v3.7.3'

/**
 * The programs that KUBE_APISERVER_BIN and ETCD_BIN name; else those that were built before, or are built now with Go:
 * some minutes for kube-apiserver, one for etcd. KUBERNETES_VERSION and ETCD_VERSION choose others than the usual ones. An
 * installed etcd serves when there is no Go; one before 3.4.31 or 3.5.13 makes watches without a version fail.
 * Throws `NoBinariesError`.
 */
export async function findBinaries(say: (line: string) => void): Promise<Binaries> {
  const apiServer = await find(
    'KUBE_APISERVER_BIN',
    kubeApiServer(process.env['KUBERNETES_VERSION'] ?? KUBERNETES),
    say,
  )
  const etcd = await find('ETCD_BIN', etcdServer(process.env['ETCD_VERSION'] ?? ETCD), say, '/usr/bin/etcd')
  return {
    apiServer,
    apiServerVersion: versionIn(await run(apiServer, ['--version'])),
    etcd,
    etcdVersion: versionIn(await run(etcd, ['--version'])),
  }
}

async function find(
  variable: string,
  program: GoProgram,
  say: (line: string) => void,
  installed?: string,
): Promise<string> {
  const named = process.env[variable]
  if (named) return existsSync(named) ? named : fail(`${variable} names ${named}, which is not there.`)
  if (existsSync(builtPath(program))) return builtPath(program)
  if (await hasGo()) {
    say(`Building ${program.name} ${program.version} (once; kept as ${builtPath(program)}) …`)
    return buildGoProgram(program).catch((error: unknown) =>
      fail(`${program.name} ${program.version} could not be built.`, { cause: error }),
    )
  }
  if (installed && existsSync(installed)) return installed
  return fail(`There is no ${program.name}, and no Go to build one.`)
}

function fail(message: string, options?: ErrorOptions): never {
  throw new NoBinariesError(
    message,
    'Install Go, or set KUBE_APISERVER_BIN and ETCD_BIN to programs that are there.',
    options,
  )
}

function hasGo(): Promise<boolean> {
  return run('go', ['version']).then(
    () => true,
    () => false,
  )
}

function kubeApiServer(version: string): GoProgram {
  const [, major = '', minor = '', patch = ''] = /^v(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []
  const told = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' }
  const variables = Object.entries(told).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
  return {
    name: 'kube-apiserver',
    main: 'k8s.io/kubernetes/cmd/kube-apiserver',
    module: 'k8s.io/kubernetes',
    version,
    ldflags: ['-s -w', ...variables].join(' '),
    replacements: `v0.${minor}.${patch}`,
  }
}

function etcdServer(version: string): GoProgram {
  return { name: 'etcd', main: 'go.etcd.io/etcd/server/v3', module: 'go.etcd.io/etcd/server/v3', version }
}

function versionIn(printed: string): string {
  return /\bv?(\d+\.\d+\.\d+\S*)/.exec(printed)?.[1] ?? 'unknown'
}
