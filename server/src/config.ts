import { isIP } from 'node:net'
import { resolve } from 'node:path'
import cron from 'node-cron'
import { type ProxySettings, proxySettings, proxyUrl } from './outbound/proxy-settings.ts'

/** The configuration, read once at start. Nothing else in the product reads the environment. */
export interface Config {
  readonly host: string
  readonly port: number
  /** Absolute path of the data folder. */
  readonly data: string
  /** Undefined: the embedded database. */
  readonly databaseUrl: string | undefined
  readonly role: 'all' | 'server' | 'worker'
  readonly timeZone: string
  readonly syncCron: string
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
  { name: 'HOST', fallback: '127.0.0.1', description: 'Address to listen on. Only loopback addresses are accepted.' },
  { name: 'PORT', fallback: '4000', description: 'Port to listen on; 0 takes a free one.' },
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
    name: 'BREAKWATER_SECRET_KEY',
    fallback: '',
    description:
      'Key that seals credentials: 32 bytes in base64 or hex. Empty: the file secret.key in the data folder, made at the first start.',
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
    description: 'Days that ended tasks, changes and gone assets are kept. A first value, like the time zone.',
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
    host: checked('HOST', loopback, 'a loopback address (127.0.0.1, ::1 or localhost)', '127.0.0.1'),
    port: checked('PORT', (text) => whole(text, 0, 65_535), 'a whole number from 0 to 65535', 4000),
    data: resolve(value('BREAKWATER_DATA') ?? '.data'),
    databaseUrl: checked('DATABASE_URL', postgresUrl, 'a postgres:// URL', undefined),
    role: checked('BREAKWATER_ROLE', (text) => oneOf(ROLES, text), ROLES.join(', '), 'all'),
    timeZone: checked('BREAKWATER_TIME_ZONE', timeZone, 'an IANA time zone such as Europe/Berlin', machineTimeZone()),
    syncCron: checked('BREAKWATER_SYNC_CRON', cronExpression, 'five cron fields such as "0 0 * * *"', '0 0 * * *'),
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
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** URLs and keys hold secrets: they are named, never shown. */
function shown(name: string, text: string): string {
  return name === 'DATABASE_URL' || name === 'BREAKWATER_SECRET_KEY' ? '…' : text.slice(0, 100)
}

function loopback(text: string): string | undefined {
  if (text === 'localhost' || text === '::1') return text
  return isIP(text) === 4 && text.startsWith('127.') ? text : undefined
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
