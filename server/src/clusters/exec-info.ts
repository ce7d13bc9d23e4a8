import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { ClusterEntry, ExecEntry } from './kubeconfig.ts'

/** What a program gave: a token, a client certificate with its key (both PEM), or all of them. */
export interface ExecCredential {
  readonly token: string | undefined
  readonly certificate: { readonly certificate: string; readonly key: string } | undefined
  /** Milliseconds since 1970; undefined when the program does not say. */
  readonly expiresAt: number | undefined
}

/**
 * The value of KUBERNETES_EXEC_INFO: what the program is told, as JSON.
 * Source: client.authentication.k8s.io, ExecCredential; v1 and v1beta1 are alike in it.
 */
export async function execInfo(exec: ExecEntry, cluster: ClusterEntry): Promise<string> {
  const spec = { interactive: false, ...(exec.provideClusterInfo && { cluster: await clusterInfo(cluster) }) }
  return JSON.stringify({ kind: 'ExecCredential', apiVersion: exec.apiVersion, spec })
}

/**
 * Reads what a program printed. Throws `ExecAnswerError`, whose message says what is wrong with it in words of our own: what it
 * printed may be secret.
 */
export function readExecCredential(output: string, apiVersion: string): ExecCredential {
  const { kind, apiVersion: version, status } = shapeOf(output)
  if (kind !== 'ExecCredential') throw new ExecAnswerError('it printed an object that is no ExecCredential')
  if (version !== apiVersion) {
    throw new ExecAnswerError(`it answered in another API version than the kubeconfig names (${apiVersion})`)
  }
  const { token, clientCertificateData, clientKeyData } = status ?? {}
  if (!clientCertificateData !== !clientKeyData) {
    throw new ExecAnswerError('it gave a client certificate without its key, or a key without a certificate')
  }
  if (!token && !clientCertificateData) throw new ExecAnswerError('it gave neither a token nor a client certificate')
  if (token && !HEADER_SAFE.test(token)) throw new ExecAnswerError('it gave a token that cannot stand in a header')
  return {
    token: token || undefined,
    certificate:
      clientCertificateData && clientKeyData ? { certificate: clientCertificateData, key: clientKeyData } : undefined,
    expiresAt: expiryOf(status?.expirationTimestamp),
  }
}

/** What is wrong with an answer, to stand after "The program … gave no credential: ". */
export class ExecAnswerError extends Error {
  override readonly name = 'ExecAnswerError'
}

const HEADER_SAFE = /^[\x21-\x7e]+$/
const EXTENSION = 'client.authentication.k8s.io/exec'

const answerSchema = z.looseObject({
  kind: z.unknown(),
  apiVersion: z.unknown(),
  status: z
    .looseObject({
      token: z.string().nullish(),
      clientCertificateData: z.string().nullish(),
      clientKeyData: z.string().nullish(),
      expirationTimestamp: z.string().nullish(),
    })
    .nullish(),
})

function shapeOf(output: string): z.infer<typeof answerSchema> {
  let value: unknown
  try {
    value = JSON.parse(output)
  } catch {
    throw new ExecAnswerError('what it printed is not JSON')
  }
  const parsed = answerSchema.safeParse(value)
  if (!parsed.success) throw new ExecAnswerError('what it printed does not have the form of an ExecCredential')
  return parsed.data
}

function expiryOf(timestamp: string | null | undefined): number | undefined {
  if (!timestamp) return undefined
  const at = Date.parse(timestamp)
  if (Number.isNaN(at)) throw new ExecAnswerError('it gave an expirationTimestamp that is no time')
  return at
}

/** Source: client-go, plugin/pkg/client/auth/exec, and ExecCredentialSpec.cluster. */
async function clusterInfo(cluster: ClusterEntry): Promise<object> {
  const file = cluster['certificate-authority']
  return {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'] || undefined,
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] || undefined,
    'certificate-authority-data':
      cluster['certificate-authority-data'] || (file ? (await readFile(file)).toString('base64') : undefined),
    'proxy-url': cluster['proxy-url'] || undefined,
    config: configOf(cluster),
  }
}

const extensionsSchema = z.array(z.looseObject({ name: z.string(), extension: z.unknown() }))

function configOf(cluster: ClusterEntry): unknown {
  const { data } = extensionsSchema.safeParse(cluster['extensions'])
  return data?.find(({ name }) => name === EXTENSION)?.extension
}
