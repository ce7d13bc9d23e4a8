import { isIP } from 'node:net'
import { resolve } from 'node:path'
import cron from 'node-cron'
import { isAddressRange } from './address-ranges.ts'
import { type ProxySettings, proxySettings, proxyUrl } from './outbound/proxy-settings.ts'

/** The configuration, read once at start. Nothing else in the product reads the environment. */
export interface Config {
  readonly host: string
  readonly port: number
  /** PEM files; undefined: plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** Origins under which the server is reached beyond this machine. */
  readonly publicOrigins: readonly string[]
  /** Addresses and CIDRs of proxies in front. */
  readonly trustedProxies: readonly string[]
  /** Absolute path of the data folder. */
  readonly data: string
  /** Undefined: the embedded database. */
  readonly databaseUrl: string | undefined
  readonly role: 'all' | 'server' | 'worker'
  readonly timeZone: string
  readonly syncCron: string
  readonly exposureCron: string
  readonly secretKey: string | undefined
  readonly logLevel: LogLevel
  /** Server paths of snapshots are allowed below it only; undefined: none are. */
  readonly snapshotFolder: string | undefined
  readonly allowPrivateAddresses: boolean
  /** By which clusters are reached, in-cluster and this machine itself excepted. */
  readonly proxies: ProxySettings
  readonly retentionDays: number
  /** Names of the variables that were given, for the settings page to tell where a value comes from. */
  readonly given: ReadonlySet<string>
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'

/** All that is wrong with the configuration, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** A variable of the environment: what docs/guide/configuration.md lists and `--help` prints. */
export interface Variable {
  readonly name: string
  readonly fallback: string
  readonly description: string
}

export const VARIABLES: readonly Variable[] = [
  {
    name: 'HOST',
    fallback: '127.0.0.1',
    description:
      'Address to listen on, such as 0.0.0.0. Beyond loopback it needs BREAKWATER_PUBLIC_URL, and TLS or BREAKWATER_ALLOW_PLAIN_HTTP.',
  },
  { name: 'PORT', fallback: '4000', description: 'Port to listen on; 0 takes a free one.' },
  {
    name: 'BREAKWATER_PUBLIC_URL',
    fallback: '',
    description:
      'Where browsers reach the server, such as https://breakwater.example.com; several separated by commas. Login links lead to the first; requests for any other name are refused.',
  },
  {
    name: 'BREAKWATER_TLS_CERT',
    fallback: '',
    description: 'File with the certificate and its chain (PEM), for HTTPS and WSS; read again when it changes.',
  },
  { name: 'BREAKWATER_TLS_KEY', fallback: '', description: "File with the certificate's key (PEM)." },
  {
    name: 'BREAKWATER_ALLOW_PLAIN_HTTP',
    fallback: 'false',
    description: 'true allows HTTP without TLS beyond loopback, for a proxy in front that ends TLS.',
  },
  {
    name: 'BREAKWATER_TRUSTED_PROXIES',
    fallback: '',
    description:
      'Addresses and CIDRs of proxies in front, separated by commas, whose X-Forwarded-For, -Host and -Proto are believed.',
  },
  {
    name: 'BREAKWATER_DATA',
    fallback: '.data',
    description: 'Folder of the embedded database, its copies and the key file.',
  },
  {
    name: 'DATABASE_URL',
    fallback: '',
    description:
      'A PostgreSQL server (15 or newer), such as postgres://user:password@host/database. Empty: the embedded database.',
  },
  {
    name: 'BREAKWATER_ROLE',
    fallback: 'all',
    description: 'all, server (answers only) or worker (runs tasks only). Other than all needs DATABASE_URL.',
  },
  {
    name: 'BREAKWATER_TIME_ZONE',
    fallback: "the machine's",
    description:
      'IANA time zone of the schedule, such as Europe/Berlin. A first value: once changed in the settings, the stored one holds.',
  },
  {
    name: 'BREAKWATER_SYNC_CRON',
    fallback: '0 0 * * *',
    description: 'When all clusters are synchronized, in cron format. A first value, like the time zone.',
  },
  {
    name: 'BREAKWATER_EXPOSURE_CRON',
    fallback: '0 0 * * *',
    description:
      'When exposures of all clusters are analyzed, in cron format, beside the analysis that follows each synchronization. A first value, like the time zone.',
  },
  {
    name: 'BREAKWATER_SECRET_KEY',
    fallback: '',
    description:
      'Key that seals credentials: 32 bytes in base64 or hex. Needed with DATABASE_URL; else empty is the file secret.key in the data folder, made at the first start.',
  },
  {
    name: 'BREAKWATER_SNAPSHOT_FOLDER',
    fallback: '',
    description: 'Folder on the server below which snapshots may be read by path. Empty: uploads only.',
  },
  {
    name: 'BREAKWATER_ALLOW_PRIVATE_ADDRESSES',
    fallback: 'false',
    description: 'true lets uploaded kubeconfigs name loopback and private addresses.',
  },
  {
    name: 'HTTPS_PROXY',
    fallback: '',
    description:
      'Proxy for https:// addresses of clusters: http://, https:// or socks5://, with user and password where it wants them. Also in lower case.',
  },
  { name: 'HTTP_PROXY', fallback: '', description: 'The same for http:// addresses.' },
  {
    name: 'NO_PROXY',
    fallback: '',
    description:
      'What is called without a proxy, separated by commas: domains with what is below them, addresses, CIDRs, each but the last also with :port; * is everything.',
  },
  {
    name: 'BREAKWATER_RETENTION_DAYS',
    fallback: '90',
    description:
      'Days that ended tasks, changes, gone assets and expired tokens are kept. A first value, like the time zone.',
  },
  { name: 'LOG_LEVEL', fallback: 'info', description: 'fatal, error, warn, info, debug or trace.' },
]

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace']
const ROLES: readonly Config['role'][] = ['all', 'server', 'worker']

/** Reads the environment. Throws `ConfigError` with all problems at once. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined
  function checked<T>(name: string, read: (text: string) => T | undefined, expected: string, fallback: T): T {
    const text = value(name)
    if (text === undefined) return fallback
    const result = read(text)
    if (result === undefined) problems.push(`${name} must be ${expected}, not "${shown(name, text)}".`)
    return result ?? fallback
  }

  const config: Config = {
    host: checked('HOST', address, 'an IP address or localhost', '127.0.0.1'),
    port: checked('PORT', (text) => whole(text, 0, 65_535), 'a whole number from 0 to 65535', 4000),
    tls: tlsFiles(value('BREAKWATER_TLS_CERT'), value('BREAKWATER_TLS_KEY')),
    publicOrigins: checked(
      'BREAKWATER_PUBLIC_URL',
      (text) => all(text, httpOrigin),
      'URLs without a path, such as https://breakwater.example.com',
      [],
    ),
    trustedProxies: checked(
      'BREAKWATER_TRUSTED_PROXIES',
      (text) => all(text, (one) => (isAddressRange(one) ? one : undefined)),
      'addresses and CIDRs such as 10.0.0.0/8',
      [],
    ),
    data: resolve(value('BREAKWATER_DATA') ?? '.data'),
    databaseUrl: checked('DATABASE_URL', postgresUrl, 'a postgres:// URL', undefined),
    role: checked('BREAKWATER_ROLE', (text) => oneOf(ROLES, text), ROLES.join(', '), 'all'),
    timeZone: checked('BREAKWATER_TIME_ZONE', timeZone, 'an IANA time zone such as Europe/Berlin', machineTimeZone()),
    syncCron: checked('BREAKWATER_SYNC_CRON', cronExpression, 'five cron fields such as "0 0 * * *"', '0 0 * * *'),
    exposureCron: checked(
      'BREAKWATER_EXPOSURE_CRON',
      cronExpression,
      'five cron fields such as "0 0 * * *"',
      '0 0 * * *',
    ),
    secretKey: value('BREAKWATER_SECRET_KEY'),
    logLevel: checked('LOG_LEVEL', (text) => oneOf(LOG_LEVELS, text), LOG_LEVELS.join(', '), 'info'),
    snapshotFolder: checked('BREAKWATER_SNAPSHOT_FOLDER', (text) => resolve(text), 'a folder', undefined),
    allowPrivateAddresses: checked('BREAKWATER_ALLOW_PRIVATE_ADDRESSES', trueOrFalse, 'true or false', false),
    proxies: proxySettings(environment),
    retentionDays: checked(
      'BREAKWATER_RETENTION_DAYS',
      (text) => whole(text, 1, 3650),
      'a whole number from 1 to 3650',
      90,
    ),
    given: new Set(VARIABLES.map((variable) => variable.name).filter((name) => value(name) !== undefined)),
  }
  if (config.role !== 'all' && !value('DATABASE_URL')) {
    problems.push(`BREAKWATER_ROLE=${config.role} needs DATABASE_URL: the embedded database serves one process only.`)
  }
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY']) {
    const text = value(name) ?? value(name.toLowerCase())
    if (text && !proxyUrl(text))
      problems.push(`${name} must be the address of an http, https or socks5 proxy, not "…".`)
  }
  if ((value('BREAKWATER_TLS_CERT') === undefined) !== (value('BREAKWATER_TLS_KEY') === undefined)) {
    problems.push('BREAKWATER_TLS_CERT and BREAKWATER_TLS_KEY must be given together.')
  }
  if (config.role !== 'worker' && !isLoopback(config.host)) {
    const allowsPlain = checked('BREAKWATER_ALLOW_PLAIN_HTTP', trueOrFalse, 'true or false', false)
    problems.push(...openToNetwork(config, allowsPlain))
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** URLs and keys hold secrets: they are named, never shown. */
function shown(name: string, text: string): string {
  return name === 'DATABASE_URL' || name === 'BREAKWATER_SECRET_KEY' ? '…' : text.slice(0, 100)
}

/** What is missing for an address that others can reach. */
function openToNetwork({ host, tls, publicOrigins }: Config, allowsPlain: boolean): string[] {
  const problems: string[] = []
  if (publicOrigins.length === 0) {
    problems.push(
      `HOST=${host} can be reached by others: set BREAKWATER_PUBLIC_URL to where browsers reach it, such as https://breakwater.example.com.`,
    )
  }
  if (!tls && !allowsPlain) {
    problems.push(
      `HOST=${host} without TLS would send logins in the clear: set BREAKWATER_TLS_CERT and BREAKWATER_TLS_KEY, or, behind a proxy that ends TLS, BREAKWATER_ALLOW_PLAIN_HTTP=true.`,
    )
  }
  return problems
}

function address(text: string): string | undefined {
  return text === 'localhost' || isIP(text) !== 0 ? text : undefined
}

/** Whether only this machine reaches the address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function tlsFiles(cert: string | undefined, key: string | undefined): Config['tls'] {
  return cert && key ? { cert: resolve(cert), key: resolve(key) } : undefined
}

function httpOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPlain = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return isPlain && /^https?:$/.test(url.protocol) ? url.origin : undefined
}

/** A list separated by commas; undefined when one of it is wrong. */
function all<T>(text: string, read: (one: string) => T | undefined): T[] | undefined {
  const results = text.split(',').map((one) => read(one.trim()))
  return results.every((one) => one !== undefined) ? results : undefined
}

function whole(text: string, least: number, most: number): number | undefined {
  const number = Number(text)
  return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined
}

function oneOf<T extends string>(allowed: readonly T[], text: string): T | undefined {
  return allowed.find((candidate) => candidate === text)
}

function postgresUrl(text: string): string | undefined {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) ? text : undefined
}

function timeZone(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone && text
  } catch {
    return undefined
  }
}

function machineTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

function cronExpression(text: string): string | undefined {
  return text.split(/\s+/).length === 5 && cron.validate(text) ? text : undefined
}

function trueOrFalse(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}
