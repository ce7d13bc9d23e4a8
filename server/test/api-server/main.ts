/**
 * Runs the double in a process of its own:
 *
 *     node server/test/api-server/main.ts [--port N] [--objects PATH] [--next PATH] [--pods N] [--services N] [--nodes N]
 *       [--namespaces N] [--pods-per-workload N] [--certificate FLAW] [--version vX.Y.Z] [--uid UID] [--token TOKEN]
 *       [--credentials token|certificate] [--bookmark-ms N] [--watch-timeout-ms N] [--keep-changes N]
 *
 * Prints one JSON line: port, url, control (where commands.ts is told what to do: faults, lies, bursts, rights, objects),
 * kubeconfig (a file), token, uid. `--next` loads the state that `POST /switch {"state":"next"}` applies; `first` is the one
 * of the start. Ends by a signal, or with the process that started it.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readManifests } from '../../src/kubernetes/manifests.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { apiServer } from './api-server.ts'
import type { CertificateFlaw } from './certificates.ts'
import { control } from './control.ts'
import { generate, withKubeSystem } from './generate.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    objects: { type: 'string' },
    next: { type: 'string' },
    pods: { type: 'string', default: '0' },
    services: { type: 'string', default: '0' },
    nodes: { type: 'string', default: '1' },
    namespaces: { type: 'string', default: '1' },
    'pods-per-workload': { type: 'string' },
    'bookmark-ms': { type: 'string' },
    'watch-timeout-ms': { type: 'string' },
    'keep-changes': { type: 'string' },
    token: { type: 'string' },
    certificate: { type: 'string' },
    version: { type: 'string' },
    uid: { type: 'string' },
    credentials: { type: 'string', default: 'token' },
  },
})

const amounts = {
  pods: Number(values.pods),
  services: Number(values.services),
  nodes: Number(values.nodes),
  namespaces: Number(values.namespaces),
  ...(values['pods-per-workload'] ? { podsPerWorkload: Number(values['pods-per-workload']) } : {}),
  ...(values.uid ? { uid: values.uid } : {}),
}
const first = values.objects ? await load(values.objects) : generate(amounts)
const states = new Map([['first', first]])
if (values.next) states.set('next', await load(values.next))

const api = await apiServer({
  objects: first,
  port: Number(values.port),
  watchTimes: {
    ...(values['bookmark-ms'] ? { bookmarkMs: Number(values['bookmark-ms']) } : {}),
    ...(values['watch-timeout-ms'] ? { timeoutMs: Number(values['watch-timeout-ms']) } : {}),
  },
  ...(values['keep-changes'] ? { keepChanges: Number(values['keep-changes']) } : {}),
  ...(values.token ? { token: values.token } : {}),
  ...(values.uid ? { uid: values.uid } : {}),
  ...(values.version ? { version: values.version } : {}),
  ...(values.certificate ? { certificate: values.certificate as CertificateFlaw } : {}),
})
const controlled = await control(api, states)
const kubeconfig = await api.kubeconfigFile({
  credentials: values.credentials === 'certificate' ? 'certificate' : 'token',
})
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
const parent = process.ppid
setInterval(() => process.ppid !== parent && stop(), 1_000).unref()
// Last: whoever reads it may end us at once.
process.stdout.write(
  `${JSON.stringify({ port: api.port, url: api.url, control: controlled.url, kubeconfig, token: api.access.token, uid: api.uid })}\n`,
)

function stop(): void {
  Promise.all([api.close(), controlled.close()]).then(
    () => process.exit(0),
    () => process.exit(1),
  )
}

async function load(path: string): Promise<KubernetesObject[]> {
  const names = (await stat(path)).isDirectory()
    ? (await readdir(path, { recursive: true }))
        .filter((name) => /\.(?:ya?ml|json)$/.test(name))
        .map((name) => join(path, name))
    : [path]
  const files = await Promise.all(names.sort().map(async (name) => ({ name, text: await readFile(name, 'utf8') })))
  const { objects, problems } = readManifests(files)
  for (const { file, line, message } of problems) process.stderr.write(`${file}:${line ?? ''} ${message}\n`)
  return withKubeSystem(objects, values.uid)
}
