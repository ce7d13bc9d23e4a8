import { expect, test } from 'vitest'
import { benchmarksNamed, readKubeBench } from './kube-bench.ts'

function written(version: string, ...results: unknown[]): string {
  return JSON.stringify({
    Controls: [{ version, node_type: 'node', tests: [{ section: '4.1', results }] }],
    Totals: {},
  })
}

test('the state and the reason of each check are read', () => {
  const text = written(
    'cis-1.11',
    { test_number: '4.1.1', status: 'PASS', reason: 'kept of what passes' },
    { test_number: '4.1.2', status: 'FAIL', reason: '' },
    { test_number: '4.1.3', status: 'WARN', reason: 'Test marked as\n a manual test' },
    { test_number: '4.1.4', status: 'INFO' },
  )
  const [report] = readKubeBench(text)
  expect(report).toMatchObject({ version: '1.11' })
  expect(Object.fromEntries(report?.answers ?? [])).toEqual({
    '4.1.1': ['PASS', ''],
    '4.1.2': ['FAIL', 'kube-bench says that it fails.'],
    '4.1.3': ['MANUAL', 'Test marked as a manual test'],
    '4.1.4': ['NOT_ASSESSABLE', 'kube-bench did not run it.'],
  })
})

test('a list of controls is read as well, and of a check that stands twice the worse counts', () => {
  const control = (status: string) => ({
    version: 'cis-1.12',
    tests: [{ results: [{ test_number: '1.1.1', status }] }],
  })
  for (const text of [
    [control('PASS'), control('FAIL')],
    [control('FAIL'), control('PASS')],
  ].map((one) => JSON.stringify(one)))
    expect(readKubeBench(text)[0]?.answers.get('1.1.1')?.[0]).toBe('FAIL')
})

test('another benchmark is not taken for this one', () => {
  const text = written('eks-1.5.0', { test_number: '4.1.1', status: 'PASS' })
  expect(readKubeBench(text)).toEqual([])
  expect(benchmarksNamed(text)).toEqual(['eks-1.5.0'])
})

test.each([
  'no JSON',
  'null',
  '7',
  '{"Controls":{}}',
  '[[],1,{"version":"cis-1.10","tests":"x"}]',
  written(
    'cis-1.10',
    1,
    null,
    { test_number: {}, status: 'PASS' },
    { test_number: '__proto__', status: 'FAIL' },
    { test_number: '1.1.1', status: 'toString' },
  ),
])('what is strange is left out: %j', (text) => {
  for (const { answers } of readKubeBench(text)) expect([...answers]).toEqual([])
})

test('reasons stay bounded', () => {
  const [report] = readKubeBench(
    written('cis-1.10', { test_number: '1.1.1', status: 'FAIL', reason: 'x'.repeat(9_999) }),
  )
  expect(report?.answers.get('1.1.1')?.[1]).toHaveLength(300)
})
