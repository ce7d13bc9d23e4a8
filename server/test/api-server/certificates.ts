import 'reflect-metadata'
import { createHash, randomBytes } from 'node:crypto'
import * as x509 from '@peculiar/x509'

/** What is wrong with the certificate that the server shows, if anything. */
export type CertificateFlaw = 'expired' | 'not-yet-valid' | 'wrong-host' | 'self-signed'

/** A certificate and its key, both as PEM. */
export interface KeyPair {
  readonly certificate: string
  readonly key: string
}

/** A certificate authority of its own, made for one server. */
export interface Authority {
  /** PEM. */
  readonly certificate: string
  /** A server's certificate for 127.0.0.1, ::1 and localhost, or a flawed one. */
  server(flaw?: CertificateFlaw): Promise<KeyPair>
  /** A client's certificate: user and groups as Kubernetes reads them (CN and O). */
  client(user: string, groups?: readonly string[]): Promise<KeyPair>
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000

/** Makes an authority with fresh keys. */
export async function certificateAuthority(name = 'double-ca'): Promise<Authority> {
  const keys = await generateKeys()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${name}`,
    ...validity(-1, 30),
    signingAlgorithm: EC,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    certificate: root.toString('pem'),
    server: (flaw) => issueServer(root, keys, flaw),
    client: (user, groups = []) => issueClient(root, keys, user, groups),
  }
}

async function issueServer(root: x509.X509Certificate, ca: Keys, flaw?: CertificateFlaw): Promise<KeyPair> {
  const keys = await generateKeys()
  const names: x509.JsonGeneralNames =
    flaw === 'wrong-host'
      ? [{ type: 'dns', value: 'elsewhere.example' }]
      : [
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
          { type: 'dns', value: 'localhost' },
          { type: 'dns', value: 'kubernetes.default.svc' },
        ]
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=kube-apiserver',
    issuer: flaw === 'self-signed' ? 'CN=kube-apiserver' : root.subject,
    ...serverValidity(flaw),
    signingAlgorithm: EC,
    publicKey: keys.publicKey,
    signingKey: flaw === 'self-signed' ? keys.privateKey : ca.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension(names),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

async function issueClient(
  root: x509.X509Certificate,
  ca: Keys,
  user: string,
  groups: readonly string[],
): Promise<KeyPair> {
  const keys = await generateKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [`CN=${user}`, ...groups.map((group) => `O=${group}`)].join(', '),
    issuer: root.subject,
    ...validity(-1, 30),
    signingAlgorithm: EC,
    publicKey: keys.publicKey,
    signingKey: ca.privateKey,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

function serverValidity(flaw: CertificateFlaw | undefined): { notBefore: Date; notAfter: Date } {
  if (flaw === 'expired') return validity(-20, -10)
  if (flaw === 'not-yet-valid') return validity(10, 20)
  return validity(-1, 30)
}

function validity(fromDays: number, untilDays: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now + fromDays * DAY_MS), notAfter: new Date(now + untilDays * DAY_MS) }
}

type Keys = Awaited<ReturnType<typeof generateKeys>>

function generateKeys() {
  return crypto.subtle.generateKey(EC, true, ['sign', 'verify'])
}

function serialNumber(): string {
  // A leading byte below 0x80 keeps the number positive.
  return `01${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 30)}`
}

async function pemOf(key: Keys['privateKey']): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}
