import { describe, expect, test } from 'vitest'
import { createMasker, readMask } from './mask.ts'
import { namesCredential } from './patterns.ts'

const masker = createMasker(Buffer.alloc(32, 7))
const a = (count: number) => 'aB3dE5gH7jK9'.repeat(20).slice(0, count)

describe('names', () => {
  test.each([
    'PASSWORD',
    'DB_PASSWORD',
    'dbPassword',
    'MYSQL_PWD',
    'REDIS_PASS',
    'API_KEY',
    'apiKey',
    'SECRET',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY',
    'ACCESS_TOKEN',
    'GITHUB_TOKEN',
    'JWT_SECRET',
    'ENCRYPTION_KEY',
    '--db-password',
    'example.com/api-token',
    'PASSWORD_2',
    'PGPASSWORD',
    'CLIENT_SECRET',
    'CREDENTIALS',
  ])('%s names a credential', (name) => expect(namesCredential(name)).toBe(true))
  test.each([
    'PASSWORD_FILE',
    'SECRET_NAME',
    'secretName',
    'TOKEN_TTL',
    'TOKEN_URL',
    'SORT_KEY',
    'KEY',
    'KEYSPACE',
    'COMPASS',
    'AWS_ACCESS_KEY_ID',
    'secretProviderClass',
    'LOG_LEVEL',
    'tokenExpirationSeconds',
    'MONKEY',
    '',
    'x'.repeat(500),
  ])('%s does not', (name) => expect(namesCredential(name)).toBe(false))
})

describe('named values', () => {
  test('a credential is masked whole, and says its length and kind', () => {
    expect(masker.named('DB_PASSWORD', 'hunter2')).toMatch(/^«masked 7 characters, named, low entropy, [0-9a-f]{8}»$/)
    expect(readMask(masker.named('TOKEN', `ghp_${a(36)}`))).toMatchObject({ characters: 40, pattern: 'github-token' })
  })

  test('equal secrets have equal masks, others not, and another installation has its own', () => {
    expect(masker.named('PASSWORD', 'one')).toBe(masker.named('PASSWORD', 'one'))
    expect(masker.named('PASSWORD', 'one')).not.toBe(masker.named('PASSWORD', 'two'))
    expect(createMasker(Buffer.alloc(32, 8)).named('PASSWORD', 'one')).not.toBe(masker.named('PASSWORD', 'one'))
  })

  test('masking twice changes nothing', () => {
    const once = masker.named('PASSWORD', 'hunter2')
    expect(masker.named('PASSWORD', once)).toBe(once)
    const text = masker.text('postgres://app:hunter2@db/app --password=hunter2')
    expect(masker.text(text)).toBe(text)
  })

  test.each(['', 'true', '$(PASSWORD)', '$\u007bPASSWORD}', '/run/secrets/password'])('no secret is: "%s"', (value) => {
    expect(masker.named('PASSWORD', value)).toBe(value)
  })
})

describe('texts', () => {
  test.each([
    ['an AWS key', `AKIA${'ABCD2345'.repeat(2)}`],
    ['a GitHub token', `ghp_${a(36)}`],
    ['a fine-grained GitHub token', `github_pat_${a(22)}_${a(59)}`],
    ['a GitLab token', `glpat-${a(20)}`],
    ['a Slack token', `xoxb-${'1234567890'}-${a(24)}`],
    ['a JWT', `eyJ${a(20)}.eyJ${a(30)}.${a(40)}`],
    ['a Google key', `AIza${a(35)}`],
    ['a Stripe key', `sk_live_${a(24)}`],
    ['an Alibaba key', `LTAI${a(20)}`],
    ['a Vault token', `hvs.${a(30)}`],
    ['a password hash', `$apr1$${a(8)}$${a(22)}`],
  ])('%s is masked wherever it stands', (_what, secret) => {
    for (const text of [
      secret,
      `--flag ${secret}`,
      `curl -H "X: ${secret}" https://example.com`,
      `{"a":"${secret}"}`,
    ]) {
      expect(masker.text(text)).not.toContain(secret)
      expect(masker.text(text)).toContain('«masked ')
    }
  })

  test.each([
    ['postgres://app:hunter22@db:5432/shop', 'hunter22', 'postgres://app:'],
    ['redis://:hunter22@cache', 'hunter22', 'redis://:'],
    ['https://ci:p%40ss:word@git.example/a.git', 'p%40ss:word', '@git.example/a.git'],
    ['export PASSWORD=hunter22; run', 'hunter22', '; run'],
    ['password: hunter22', 'hunter22', 'password: '],
    ['{"password":"hunter22","a":1}', 'hunter22', '","a":1}'],
    ['jdbc:mysql://db/app?user=a&password=hunter22&ssl=true', 'hunter22', '&ssl=true'],
    ['mysql --password=pa$$w0rd db', 'pa$$w0rd', ' db'],
    ['Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678', 'Bearer '],
    [
      'AccountName=x;AccountKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEF==;',
      'abcdefghijklmnopqrstuvwxyz0123456789ABCDEF==',
      'AccountName=x;',
    ],
  ])('%s', (text, secret, kept) => {
    expect(masker.text(text)).not.toContain(secret)
    expect(masker.text(text)).toContain(kept)
  })

  test('a private key is masked to its end, or to the end of the text', () => {
    const begin = ['-----BEGIN', 'RSA', 'PRIVATE KEY-----'].join(' ')
    const end = ['-----END', 'RSA', 'PRIVATE KEY-----'].join(' ')
    expect(masker.text(`a ${begin}\n${a(64)}\n${end} b`)).toMatch(
      /^a «masked \d+ characters, private-key, \w+ entropy, \w+» b$/,
    )
    expect(masker.text(`${begin}\n${a(64)}`)).not.toContain(a(64))
  })

  test.each([
    'http://catalogue.shop.svc.cluster.local:8080/a@b',
    'registry.example:5000/app:1.0',
    '--secret-name=tls',
    '--token-file=/run/token',
    'PASSWORD=$(DB_PASSWORD)',
    'key: value of no matter',
    'a sentence about passwords and tokens',
    'sha256:e48ef3fe269fab6a9b07ea54655311c485e294df620f4bf897bf547a46adc9b7',
  ])('left as it is: %s', (text) => expect(masker.text(text)).toBe(text))

  test('texts that invite backtracking are answered at once', () => {
    const started = performance.now()
    for (const text of [
      'password'.repeat(2_000),
      `://${'a:'.repeat(8_000)}`,
      'token '.repeat(3_000),
      `${'-----BEGIN PRIVATE KEY-----'.repeat(500)}`,
      `eyJ${'a'.repeat(20_000)}`,
      'secret_'.repeat(3_000),
    ])
      masker.text(text)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

test('arguments: with an equals sign, in the next one, and the others', () => {
  const masked = masker.command([
    'serve',
    '--db-password=hunter22',
    '--api-key',
    'hunter33',
    '--verbose',
    '--token',
    '--port',
    '8080',
    'PASSWORD=hunter44',
  ])
  expect(masked.join(' ')).not.toMatch(/hunter/)
  expect(masked).toEqual([
    'serve',
    expect.stringMatching(/^--db-password=«masked 8 characters, named, low entropy, \w+»$/),
    '--api-key',
    expect.stringMatching(/^«masked/),
    '--verbose',
    '--token',
    '--port',
    '8080',
    expect.stringMatching(/^PASSWORD=«masked/),
  ])
})

test('what an installation knows is masked as well, and told as that', () => {
  const knowing = masker.knowing({ sensitiveNames: ['batch_key'], sensitiveValues: ['acme_[0-9a-f]{8}'] })
  const masked = expect.stringMatching(/^«masked \d+ characters, settings, \w+ entropy, \w+»$/)
  expect([masker.named('AZURE_BATCH_CODE', 'plain'), knowing.named('AZURE_BATCH_CODE', 'plain')]).toEqual([
    'plain',
    'plain',
  ])
  expect(knowing.named('azureBatchKey', 'plain')).toEqual(masked)
  expect(knowing.named('azureBatchKey', '/var/run/key')).toBe('/var/run/key')
  expect(knowing.text('acme_0123abcd')).toEqual(masked)
  expect(knowing.text(Buffer.from('acme_0123abcd').toString('base64'))).toEqual(masked)
  expect(knowing.command(['run', '--code=acme_0123abcd'])[1]).toMatch(/^--code=«masked/)
  expect(knowing.text(knowing.text('acme_0123abcd'))).toBe(knowing.text('acme_0123abcd'))
  expect([masker.patterns('a', 'acme_0123abcd'), knowing.patterns('a', 'acme_0123abcd')]).toEqual([[], ['settings']])
})
