import type http from 'node:http'
import type { OutboundClient } from '../outbound/client.ts'
import type { ExecCredentials } from './exec-credential.ts'
import type { ExecCredential } from './exec-info.ts'
import type { SelectedContext } from './kubeconfig.ts'
import { type KubeconfigAccess, kubeconfigAccess } from './kubeconfig-access.ts'
import type { SignedIn, SignIn } from './sign-in.ts'

/**
 * Signs in by the credential that a program gives. One with another client certificate gets connections of its own: the old ones
 * go on until their answers have ended, and are then closed.
 */
export function execSignIn(
  selected: SelectedContext,
  credentials: ExecCredentials,
  clientOf: (agent: http.Agent) => OutboundClient,
): SignIn {
  return new ExecSignIn(selected, credentials, clientOf)
}

interface Used {
  readonly credential: ExecCredential
  readonly headers: http.OutgoingHttpHeaders
  readonly client: OutboundClient
}

class ExecSignIn implements SignIn {
  readonly #selected: SelectedContext
  readonly #credentials: ExecCredentials
  readonly #clientOf: (agent: http.Agent) => OutboundClient
  readonly #clients = new Set<OutboundClient>()
  #used: Promise<Used> | undefined

  constructor(
    selected: SelectedContext,
    credentials: ExecCredentials,
    clientOf: (agent: http.Agent) => OutboundClient,
  ) {
    this.#selected = selected
    this.#credentials = credentials
    this.#clientOf = clientOf
  }

  async now(signal: AbortSignal, refused?: ExecCredential): Promise<SignedIn> {
    const credential = await this.#credentials.get(signal, refused)
    const before = this.#used
    const used = before?.then(
      (one) => (one.credential === credential ? one : this.#use(credential, one)),
      () => this.#use(credential, undefined),
    )
    this.#used = used ?? this.#use(credential, undefined)
    return this.#used
  }

  close(): void {
    this.#credentials.close()
    for (const client of this.#clients) client.close()
  }

  async #use(credential: ExecCredential, before: Used | undefined): Promise<Used> {
    const { agent, headers } = await accessWith(this.#selected, credential)
    if (before && sameCertificate(before.credential, credential)) return { credential, headers, client: before.client }
    const client = this.#clientOf(agent)
    this.#clients.add(client)
    if (before) {
      this.#clients.delete(before.client)
      before.client.retire()
    }
    return { credential, headers, client }
  }
}

/** The program's credential in the place of whatever else the user has; whom it acts as stays. */
async function accessWith(
  { name, cluster, user }: SelectedContext,
  { token, certificate }: ExecCredential,
): Promise<KubeconfigAccess> {
  const access = await kubeconfigAccess({
    name,
    cluster,
    user: {
      as: user.as,
      'as-uid': user['as-uid'],
      'as-groups': user['as-groups'],
      token,
      'client-certificate-data': certificate && base64(certificate.certificate),
      'client-key-data': certificate && base64(certificate.key),
    },
  })
  return access()
}

function sameCertificate(one: ExecCredential, other: ExecCredential): boolean {
  return (
    one.certificate?.certificate === other.certificate?.certificate && one.certificate?.key === other.certificate?.key
  )
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
