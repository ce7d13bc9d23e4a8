import { createHash } from 'node:crypto'
import type { KubernetesObject } from '../src/kubernetes/object.ts'

/** A made-up secret of a real form, and where it is hidden in the cluster. Made at run time: none stands in this file. */
export interface PlantedSecret {
  readonly name: string
  /** As it is written in the object; holds the needle. */
  readonly value: string
  /** What must be found nowhere afterwards. */
  readonly needle: string
  readonly place: Place
}

const PLACES = ['env', 'args', 'script', 'annotation', 'config', 'lastApplied', 'secret'] as const
type Place = (typeof PLACES)[number] | 'namedEnv' | 'namedArgs' | 'nextArgument' | 'namedConfig'

const HEX = '0123456789abcdef'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const BASE62 = `${LOWER}${UPPER}0123456789`
let seed = 0

/** Characters that look random and are the same in every run. */
function random(length: number, alphabet = BASE62): string {
  let text = ''
  while (text.length < length) {
    const bytes = createHash('sha256').update(`planted ${seed++}`).digest()
    for (const byte of bytes) text += alphabet[byte % alphabet.length]
  }
  return text.slice(0, length)
}

type Form = readonly [name: string, make: (secret: string) => string, secret: string]

const whole = (secret: string) => secret
const pem = (kind: string) => (secret: string) =>
  [`-----BEGIN ${kind} KEY-----`, secret, `-----END ${kind} KEY-----`].join('\n')

/** Told by their shape, wherever they stand. */
const SHAPED: readonly Form[] = [
  ['an AWS access key', whole, `AKIA${random(16, `${UPPER}234567`)}`],
  ['an AWS temporary key', whole, `ASIA${random(16, `${UPPER}234567`)}`],
  ['an AWS secret key', (secret) => `aws_secret_access_key=${secret}`, random(40)],
  ['an Alibaba Cloud key', whole, `LTAI${random(20)}`],
  ['an Alibaba Cloud STS id', whole, `STS.N${random(24)}`],
  ['a Tencent Cloud id', whole, `AKID${random(32)}`],
  ['a Google API key', whole, `AIza${random(35)}`],
  ['a Google OAuth secret', whole, `GOCSPX-${random(28)}`],
  ['a Google access token', whole, `ya29.${random(60)}`],
  ['an Azure storage key', (secret) => `AccountName=a;AccountKey=${secret}==`, random(86)],
  ['a GitHub token', whole, `ghp_${random(36)}`],
  ['a GitHub app token', whole, `ghs_${random(36)}`],
  ['a fine-grained GitHub token', whole, `github_pat_${random(22)}_${random(59)}`],
  ['a GitLab token', whole, `glpat-${random(20)}`],
  ['an npm token', whole, `npm_${random(36)}`],
  ['a PyPI token', whole, `pypi-AgE${random(60)}`],
  ['a Docker Hub token', whole, `dckr_pat_${random(27)}`],
  ['a registry login', (secret) => `{"auths":{"r.example":{"auth":"${secret}"}}}`, random(32)],
  ['a Slack token', whole, `xoxb-${random(12, '0123456789')}-${random(12, '0123456789')}-${random(24)}`],
  ['a Slack webhook', (secret) => `https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/${secret}`, random(24)],
  ['a Stripe key', whole, `sk_live_${random(24)}`],
  ['a Stripe webhook secret', whole, `whsec_${random(32)}`],
  ['a SendGrid key', whole, `SG.${random(22)}.${random(43)}`],
  ['an OpenAI key', whole, `sk-proj-${random(48)}`],
  ['a Hugging Face token', whole, `hf_${random(34, LOWER)}`],
  ['a Vault token', whole, `hvs.${random(90)}`],
  ['a Grafana token', whole, `glsa_${random(32)}_${random(8, HEX)}`],
  ['a DigitalOcean token', whole, `dop_v1_${random(64, HEX)}`],
  ['a Databricks token', whole, `dapi${random(32, HEX)}`],
  ['a Shopify token', whole, `shpat_${random(32, HEX)}`],
  ['a New Relic key', whole, `NRAK-${random(27, `${UPPER}0123456789`)}`],
  ['a Telegram bot token', whole, `${random(9, '123456789')}:AA${random(33)}`],
  ['a JSON web token', whole, `eyJ${random(30)}.eyJ${random(40)}.${random(43)}`],
  ['an RSA private key', pem('RSA PRIVATE'), random(64)],
  ['an OpenSSH private key', pem('OPENSSH PRIVATE'), random(70)],
  ['a PKCS8 private key', pem('PRIVATE'), random(64)],
  ['an age key', whole, `AGE-SECRET-KEY-1${random(58, `${UPPER}0123456789`)}`],
  ['a PostgreSQL URL', (secret) => `postgres://app:${secret}@db.example:5432/x`, random(18)],
  ['a MongoDB URL', (secret) => `mongodb+srv://app:${secret}@db.example/x`, random(18)],
  ['a Redis URL', (secret) => `redis://:${secret}@cache.example:6379/0`, random(18)],
  ['a basic-auth URL', (secret) => `https://ci:${secret}@git.example/a/b.git`, random(20)],
  ['a JDBC URL', (secret) => `jdbc:mysql://db/x?user=a&password=${secret}`, random(14)],
  ['an ADO connection string', (secret) => `Server=db;User Id=sa;Password=${secret};`, random(14)],
  ['a bearer header', (secret) => `Authorization: Bearer ${secret}`, random(40)],
  ['a password hash', (secret) => `u:$apr1$salt1234$${secret}`, random(22)],
]

/** Told by the name beside them. */
const NAMED: readonly (readonly [name: string, place: Place, secret: string])[] = [
  ['a short password', 'namedEnv', `h${random(9, LOWER)}`],
  ['a numeric code', 'namedEnv', random(12, '0123456789')],
  ['a hexadecimal key', 'namedEnv', random(64, HEX)],
  ['a password as an option', 'namedArgs', `p${random(11, LOWER)}`],
  ['a password in the next argument', 'nextArgument', `n${random(11, LOWER)}`],
  ['a password in a ConfigMap', 'namedConfig', `c${random(11, LOWER)}`],
  ['a number in a ConfigMap', 'config', random(32, HEX)],
  ['a word in last-applied', 'lastApplied', `l${random(11, LOWER)}`],
  ['a word in a Secret', 'secret', `s${random(11, LOWER)}`],
]

/** Told by nothing but their characters. */
const RANDOM: readonly (readonly [name: string, place: Place, secret: string])[] = [
  ['a generated password', 'env', `Zr8kQ2vW5xLp9T${random(10)}`],
  ['a generated password', 'args', `x7Kq2mVb9TzR4w${random(10)}`],
  ['a generated password', 'annotation', `b4Tn8sXc1MqY6d${random(10)}`],
  ['a generated password', 'script', `q9BtX4cL7mZ0pR${random(10)}`],
]

export const SECRETS: readonly PlantedSecret[] = [
  ...SHAPED.map(([name, make, needle], i) => ({
    name,
    needle,
    value: make(needle),
    place: PLACES[i % PLACES.length] ?? 'env',
  })),
  ...[...NAMED, ...RANDOM].map(([name, place, needle]) => ({ name, place, needle, value: needle })),
]

/** A cluster with all of them. */
export function plant(): KubernetesObject[] {
  const metadata = {
    name: 'planted',
    namespace: 'shop',
    uid: 'uid-planted',
    labels: { app: 'planted' },
    annotations: {
      ...keyed('annotation', (i) => `example.com/note-${i}`),
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(at('lastApplied')),
    },
  }
  const spec = podSpec()
  const template = { metadata: { labels: { app: 'planted' }, annotations: metadata.annotations }, spec }
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-kube-system' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { ...metadata, name: 'shop', uid: 'uid-shop' } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1, template } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'planted-pod', uid: 'uid-planted-pod' }, spec },
    { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, uid: 'uid-planted-service' }, spec: {} },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { ...metadata, uid: 'uid-planted-ingress' } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, name: 'planted-config', uid: 'uid-planted-config' },
      data: {
        ...keyed('config', (i) => `key-${i}`),
        ...keyed('namedConfig', (i) => `password-${i}`),
        github: SECRETS.find(({ name }) => name === 'a GitHub token')?.value ?? '',
      },
      binaryData: { blob: Buffer.from(at('secret').join(' ')).toString('base64') },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...metadata, name: 'planted-secret' },
      data: keyed('secret', (i) => `key-${i}`),
    },
  ]
}

function podSpec(): object {
  const env = [
    ...at('env').map((value, i) => ({ name: `SETTING_${i}`, value })),
    ...at('namedEnv').map((value, i) => ({ name: `DB_PASSWORD_${i}`, value })),
  ]
  const args = [
    ...at('args').map((value, i) => `--setting-${i}=${value}`),
    ...at('namedArgs').map((value) => `--db-password=${value}`),
    ...at('nextArgument').flatMap((value) => ['--api-token', value]),
  ]
  const command = ['sh', '-c', at('script').join('\nexport SETTING=1 && run ')]
  return { containers: [{ name: 'main', image: 'registry.example/planted:1', env, args, command }] }
}

function at(place: Place): string[] {
  return SECRETS.filter((secret) => secret.place === place).map(({ value }) => value)
}

function keyed(place: Place, key: (i: number) => string): Record<string, string> {
  return Object.fromEntries(at(place).map((value, i) => [key(i), value]))
}
