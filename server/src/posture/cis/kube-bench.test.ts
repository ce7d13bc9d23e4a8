import { expect, test } from 'vitest'
import { readKubeBench } from './kube-bench.ts'

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
  const [report] = readKubeBench(text, 'node-1')
  expect(report).toMatchObject({ node: 'node-1', version: '1.11' })
  expect(Object.fromEntries(report?.states ?? [])).toEqual({
    '4.1.1': { state: 'pass', reason: '' },
    '4.1.2': { state: 'fail', reason: 'kube-bench says that it fails.' },
    '4.1.3': { state: 'manual', reason: 'Test marked as a manual test' },
    '4.1.4': { state: 'not_assessable', reason: 'kube-bench did not run it.' },
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
    expect(readKubeBench(text, 'a')[0]?.states.get('1.1.1')?.state).toBe('fail')
})

test('another benchmark is not taken for this one', () => {
  expect(readKubeBench(written('eks-1.5.0', { test_number: '4.1.1', status: 'PASS' }), 'a')).toEqual([])
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
  for (const { states } of readKubeBench(text, 'a')) expect([...states]).toEqual([])
})

test('reasons stay bounded', () => {
  const [report] = readKubeBench(
    written('cis-1.10', { test_number: '1.1.1', status: 'FAIL', reason: 'x'.repeat(9_999) }),
    'a',
  )
  expect(report?.states.get('1.1.1')?.reason).toHaveLength(300)
})
