import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig, VARIABLES } from './config.ts'

function problems(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('nothing set means loopback, port 4000 and the embedded database', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4000, databaseUrl: undefined, role: 'all' })
})

test('all errors are told at once', () => {
  const told = problems({
    PORT: 'x',
    LOG_LEVEL: 'loud',
    BREAKWATER_TIME_ZONE: 'Mars/Base',
    BREAKWATER_SYNC_CRON: 'daily',
  })
  expect(told.map((line) => line.split(' ')[0]).sort()).toEqual([
    'BREAKWATER_SYNC_CRON',
    'BREAKWATER_TIME_ZONE',
    'LOG_LEVEL',
    'PORT',
  ])
})

test.each(['example.org', '127.0.0.1.example.org', '300.1.1.1'])('what is no address is refused: %s', (host) => {
  expect(problems({ HOST: host })[0]).toContain('HOST must be an IP address')
})

describe.each(['0.0.0.0', '::', '10.0.0.1', '192.168.1.2'])('an address that others reach: %s', (host) => {
  const network = { HOST: host, BREAKWATER_PUBLIC_URL: 'https://breakwater.example.com' }
  const tls = { BREAKWATER_TLS_CERT: 'cert.pem', BREAKWATER_TLS_KEY: 'key.pem' }

  test('needs its public URL, and TLS or the word that plain HTTP is meant', () => {
    expect(problems({ HOST: host }).map((line) => line.split(': set ')[1]?.split(' ')[0])).toEqual([
      'BREAKWATER_PUBLIC_URL',
      'BREAKWATER_TLS_CERT',
    ])
    expect(problems({ ...network, BREAKWATER_ALLOW_PLAIN_HTTP: 'false' })).toHaveLength(1)
  })

  test('is taken with them', () => {
    expect(problems({ ...network, ...tls })).toEqual([])
    expect(problems({ ...network, BREAKWATER_ALLOW_PLAIN_HTTP: 'true' })).toEqual([])
  })

  test('is nothing to a worker, which does not listen', () => {
    expect(problems({ HOST: host, BREAKWATER_ROLE: 'worker', DATABASE_URL: 'postgres://a@b/c' })).toEqual([])
  })
})

test('a certificate without its key is refused', () => {
  expect(problems({ BREAKWATER_TLS_CERT: 'cert.pem' })).toEqual([
    'BREAKWATER_TLS_CERT and BREAKWATER_TLS_KEY must be given together.',
  ])
})

test.each(['breakwater.example.com', 'https://breakwater.example.com/path', 'ftp://a.example', 'https://u@a.example'])(
  'what is no public URL is refused: %s',
  (url) => {
    expect(problems({ BREAKWATER_PUBLIC_URL: `https://a.example, ${url}` })[0]).toContain('BREAKWATER_PUBLIC_URL must')
  },
)

test('several public URLs and proxies are lists', () => {
  const { publicOrigins, trustedProxies } = readConfig({
    BREAKWATER_PUBLIC_URL: 'https://A.example/, https://b.example:8443',
    BREAKWATER_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
  })
  expect(publicOrigins).toEqual(['https://a.example', 'https://b.example:8443'])
  expect(trustedProxies).toEqual(['10.0.0.0/8', '::1'])
  expect(problems({ BREAKWATER_TRUSTED_PROXIES: '10.0.0.0/40' })[0]).toContain('CIDR')
})

test('a role of its own needs a database that processes can share', () => {
  expect(problems({ BREAKWATER_ROLE: 'worker' })[0]).toContain('DATABASE_URL')
  expect(problems({ BREAKWATER_ROLE: 'worker', DATABASE_URL: 'postgres://a@b/c' })).toEqual([])
})

test('a wrong DATABASE_URL is named but not shown, for it may hold a password', () => {
  expect(problems({ DATABASE_URL: 'mysql://u:hunter2@h/d' }).join()).not.toContain('hunter2')
})

test('the guide lists every variable, as --help does', () => {
  const guide = readFileSync(new URL('../../docs/guide/configure.md', import.meta.url), 'utf8')
  expect(VARIABLES.filter(({ name }) => !guide.includes(`\`${name}\``))).toEqual([])
})

test('proxies are read as other tools read them', () => {
  const { proxies } = readConfig({ https_proxy: 'proxy.example:3128', NO_PROXY: '10.0.0.0/8' })
  expect(proxies).toMatchObject({ https: new URL('http://proxy.example:3128'), http: undefined, none: '10.0.0.0/8' })
})

test('what is no proxy is refused, without its password', () => {
  const read = () => readConfig({ HTTPS_PROXY: 'ftp://me:hunter2@proxy.example' })
  expect(read).toThrow(/HTTPS_PROXY must be/)
  expect(read).not.toThrow(/hunter2/)
})
