import { expect, test } from 'vitest'
import { createLog, sparing, withLogFields } from './log.ts'

function lines(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  const collect = (line: string) => {
    text += line
  }
  write(createLog('trace', { write: collect }))
  return text
}

test('fields that are secret are not written, at whatever depth a caller passes them', () => {
  const text = lines((log) => {
    log.info({ token: 's3cr3t' }, 'a')
    log.info({ request: { authorization: 's3cr3t', headers: { cookie: 's3cr3t' } } }, 'b')
    log.info({ input: { kubeconfig: 's3cr3t', snapshot: { text: 's3cr3t' } } }, 'c')
  })
  expect(text).not.toContain('s3cr3t')
  expect(text.match(/«not logged»/g)).toHaveLength(5)
})

test('of a failed statement the parameters are not written', () => {
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (hash)=(s3cr3t)',
    parameters: ['s3cr3t'],
  })
  const error = new Error('Failed query: insert into token values ($1)\nparams: s3cr3t', { cause })
  const text = lines((log) => log.error({ err: error }, 'failed'))
  expect(text).not.toContain('s3cr3t')
  expect(text).toContain('23505')
})

test('a password in a URL is not written', () => {
  const text = lines((log) =>
    log.error({ err: new Error('connect to postgres://admin:s3cr3t@db:5432/x failed') }, 'failed'),
  )
  expect(text).not.toContain('s3cr3t')
  expect(text).toContain('postgres://admin')
})

test('what is logged for a request carries its id, wherever it is logged', async () => {
  const text: string[] = []
  const log = createLog('info', { write: (line: string) => void text.push(line) })
  await withLogFields({ request: 'r1' }, async () => {
    await Promise.resolve()
    log.child({ task: 't1' }).info({}, 'inside')
  })
  log.info({}, 'outside')
  expect(JSON.parse(text[0] ?? '')).toMatchObject({ request: 'r1', task: 't1', msg: 'inside' })
  expect(JSON.parse(text[1] ?? '')).not.toHaveProperty('request')
})

test('of what comes in bulk a few lines are written, and later how many were not', () => {
  let nowMs = 0
  const text = lines((log) => {
    const few = sparing(log, 2, () => nowMs)
    for (let n = 0; n < 5; n++) few.warn({ n }, 'again')
    few.error({}, 'something else')
    nowMs = 60_000
    few.warn({ n: 5 }, 'again')
    few.warn({ n: 6 }, 'again')
  })
  const written = text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(written).toMatchObject([
    { n: 0, msg: 'again' },
    { n: 1, msg: 'again' },
    { level: 'error', msg: 'something else' },
    { n: 5, leftOut: 3, msg: 'again' },
    { n: 6, msg: 'again' },
  ])
})
