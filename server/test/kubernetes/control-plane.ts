import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, type KeyExportOptions, type KeyObject, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../../drizzle/test/free-port.ts'
import { certificateAuthority } from '../api-server/certificates.ts'
import type { Binaries } from './binaries.ts'
import { KubernetesClient } from './client.ts'
import { createServiceAccounts } from './service-accounts.ts'

/** Where a real API server is and what leads there, as tests get it. */
export interface RealServer {
  /** `https://127.0.0.1:PORT` */
  readonly url: string
  /** PEM. */
  readonly ca: string
  /** Such as `v1.37.2`. */
  readonly version: string
  readonly etcdVersion: string
  /** etcd's own HTTP interface: the only way to compact at once. */
  readonly etcd: string
  /** May do everything. */
  readonly adminToken: string
  /** A service account that may get, list and watch everything, and no more. */
  readonly viewerToken: string
  /** The same without services. */
  readonly restrictedToken: string
}

/**
 * Starts etcd and kube-apiserver on 127.0.0.1 with RBAC, in a folder that goes with them. No controllers and no nodes: what
 * a test wants to be there, it creates.
 */
export async function startControlPlane(
  binaries: Binaries,
): Promise<{ readonly server: RealServer; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'control-plane-'))
  const processes: ChildProcess[] = []
  const stop = async (): Promise<void> => {
    for (const child of processes.reverse()) await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const etcd = await startEtcd(binaries, folder, processes)
    return { server: await startApiServer(binaries, etcd, folder, processes), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startEtcd({ etcd }: Binaries, folder: string, processes: ChildProcess[]): Promise<string> {
  const [client, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`]
  const args = {
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `default=${peer}`,
    'unsafe-no-fsync': 'true',
  }
  const { running, log } = start(etcd, args, folder, 'etcd.log')
  processes.push(running)
  await ready(running, log, async () => (await fetch(`${client}/health`)).ok)
  return client
}

async function startApiServer(
  { apiServer, apiServerVersion, etcdVersion }: Binaries,
  etcd: string,
  folder: string,
  processes: ChildProcess[],
): Promise<RealServer> {
  const authority = await certificateAuthority('kubernetes-test')
  const shown = await authority.server()
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const adminToken = randomBytes(24).toString('base64url')
  const port = await freePort()
  const file = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content, { mode: 0o600 })
    return join(folder, name)
  }
  const args = {
    'etcd-servers': etcd,
    'bind-address': '127.0.0.1',
    'secure-port': String(port),
    'endpoint-reconciler-type': 'none',
    'tls-cert-file': await file('server.pem', shown.certificate),
    'tls-private-key-file': await file('server.key', shown.key),
    'client-ca-file': await file('ca.pem', authority.certificate),
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': await file('sa.pub', pem(signing.publicKey, 'spki')),
    'service-account-signing-key-file': await file('sa.key', pem(signing.privateKey, 'pkcs8')),
    'service-cluster-ip-range': '10.96.0.0/16',
    'authorization-mode': 'RBAC',
    'token-auth-file': await file('tokens.csv', `${adminToken},admin,admin,system:masters\n`),
  }
  const { running, log } = start(apiServer, args, folder, 'kube-apiserver.log')
  processes.push(running)
  const url = `https://127.0.0.1:${port}`
  const ca = authority.certificate
  const client = new KubernetesClient({ url, ca, token: adminToken })
  await ready(running, log, async () => (await client.request({ path: '/readyz' })).status === 200)
  const tokens = await createServiceAccounts(client)
  client.close()
  return { url, ca, version: `v${apiServerVersion}`, etcdVersion, etcd, adminToken, ...tokens }
}

function start(
  binary: string,
  args: Readonly<Record<string, string>>,
  folder: string,
  logName: string,
): { running: ChildProcess; log: string } {
  const flags = Object.entries(args).map(([name, value]) => `--${name}=${value}`)
  const running = spawn(binary, flags, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = join(folder, logName)
  const file = createWriteStream(log)
  running.stdout?.pipe(file, { end: false })
  running.stderr?.pipe(file, { end: false })
  return { running, log }
}

const READY_WITHIN_MS = 60_000

async function ready(running: ChildProcess, log: string, check: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + READY_WITHIN_MS
  while (Date.now() < endMs && running.exitCode === null) {
    if (await check().catch(() => false)) return
    await sleep(100)
  }
  const said = (await readFile(log, 'utf8')).split('\n').slice(-15).join('\n')
  throw new Error(`${running.spawnfile} did not become ready. It said:\n${said}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  // An API server waits for its watches; nobody has one any more.
  const patience = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(patience)
}

function pem(key: KeyObject, type: 'spki' | 'pkcs8'): string {
  return String(key.export({ type, format: 'pem' } as KeyExportOptions<'pem'>))
}
