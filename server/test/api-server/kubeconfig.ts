import { stringify } from 'yaml'
import type { KeyPair } from './certificates.ts'

/** What a test wants of a kubeconfig. */
export interface KubeconfigOptions {
  /** A bearer token is the default; `none` calls anonymously. */
  readonly credentials?: 'token' | 'certificate' | 'none'
  /** Instead of the double's own address. */
  readonly server?: string
  /** Leaves the certificate authority out, so that the certificate is unknown to the caller. */
  readonly withoutCa?: boolean
  readonly context?: string
  /** Joins or replaces fields of the cluster and the user, such as `exec` or `proxy-url`. */
  readonly cluster?: object
  readonly user?: object
}

export interface Reachable {
  readonly server: string
  readonly ca: string
  readonly token: string
  readonly client: KeyPair
}

/** A kubeconfig as YAML, with one context. */
export function writeKubeconfig({ server, ca, token, client }: Reachable, options: KubeconfigOptions): string {
  const name = options.context ?? 'double'
  const credentials = {
    token: { token },
    certificate: { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.key) },
    none: {},
  }
  const cluster = {
    server: options.server ?? server,
    ...(options.withoutCa ? {} : { 'certificate-authority-data': base64(ca) }),
    ...options.cluster,
  }
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    users: [{ name, user: { ...credentials[options.credentials ?? 'token'], ...options.user } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  })
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
