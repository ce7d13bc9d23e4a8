import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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

test.each(['0.0.0.0', '::', '10.0.0.1', '192.168.1.2', 'example.org', '127.0.0.1.example.org'])(
  'an address beyond the loopback is refused: %s',
  (host) => {
    expect(problems({ HOST: host })[0]).toContain('loopback')
  },
)

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
