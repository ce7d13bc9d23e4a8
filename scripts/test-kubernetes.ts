import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Binaries, findBinaries, NoBinariesError } from '../server/test/kubernetes/binaries.ts'

/**
 * Runs `*.kubernetes.test.ts` against a real kube-apiserver with etcd: `npm run test:kubernetes -- [--record] [FILTER…]`.
 * `--record` writes the transcripts anew that the API-server double is held to. KUBE_APISERVER_BIN and ETCD_BIN name the
 * programs; without them they are built with Go, once (KUBERNETES_VERSION and ETCD_VERSION choose the versions).
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const record = process.argv.includes('--record')
const filters = process.argv.slice(2).filter((argument) => argument !== '--record')

const binaries = await findBinaries(console.log).catch(explain)
if (binaries) process.exitCode = runTests(binaries)

function runTests({ apiServer, etcd }: Binaries): number {
  const status = execute('vitest', ['run', '--project', 'kubernetes', '--no-file-parallelism', ...filters], {
    BREAKWATER_TEST_KUBERNETES: '1',
    KUBE_APISERVER_BIN: apiServer,
    ETCD_BIN: etcd,
    ...(record ? { BREAKWATER_RECORD: '1' } : {}),
  })
  return record && status === 0 ? execute('biome', ['format', '--write', 'server/test/api-server/transcripts']) : status
}

function execute(name: string, args: readonly string[], environment: Record<string, string> = {}): number {
  const binary = join(root, 'node_modules', '.bin', name)
  const { status } = spawnSync(binary, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } })
  return status ?? 1
}

function explain(error: unknown): undefined {
  if (!(error instanceof NoBinariesError)) throw error
  const cause = error.cause instanceof Error ? [error.cause.message] : []
  console.error([error.message, ...cause, error.advice].join('\n'))
  process.exitCode = 2
}
