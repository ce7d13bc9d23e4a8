import type { BenchmarkAnswer } from '@breakwater/drizzle/tables/posture.ts'
import type { BenchmarkFacts, BenchmarkRule } from '@breakwater/schema/benchmark-service.ts'
import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { evaluate } from '../evaluate.ts'
import { createFacts } from '../facts.ts'
import { CIS_VERSIONS, type CisVersion } from '../frameworks.ts'
import { readObjects } from '../read-objects.ts'
import type { Result } from '../result.ts'
import { RULES } from '../rules/list-of-rules.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { fittingVersion } from './fitting-version.ts'
import { checksOf } from './list-of-checks.ts'
import { benchmarkAnswers } from './object-states.ts'
import { benchmarkStates } from './state.ts'

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }

interface Given {
  readonly objects?: readonly KubernetesObject[]
  readonly nodes?: BenchmarkFacts['nodes']
  readonly reports?: BenchmarkFacts['reports']
  readonly managedBy?: string
}

function stateOf(version: CisVersion, { objects = [], nodes, reports = [], managedBy }: Given) {
  const read = readObjects(objects)
  const objectAnswers = new Map(benchmarkAnswers(createFacts(read, OPTIONS))).get(version)
  const rules = rulesOf(version, evaluate(RULES, read, OPTIONS))
  const states = benchmarkStates(version, { managedBy, objects: objectAnswers, rules, nodes, reports })
  return (number: string) => states.find((one) => one.number === number)
}

/** As they are counted where they are stored. */
function rulesOf(version: CisVersion, results: readonly Result[]): BenchmarkRule[] {
  const byRule = Map.groupBy(results, ({ rule }) => rule)
  return RULES.map(({ id, frameworks }) => {
    const said = byRule.get(id) ?? []
    const of = (state: Result['state']) => said.filter((one) => one.state === state)
    const none = said.length === 0 ? -1 : 0
    return {
      id,
      sections: frameworks.filter((one) => one.version === version).map(({ section }) => section),
      ...{ passed: none + of('pass').length, failed: none + of('fail').length, exempt: none },
      notAssessable: none + of('not_assessable').length,
      failure: of('fail')[0]?.text ?? '',
      unknown: of('not_assessable')[0]?.text ?? '',
    }
  })
}

function component(name: string, ...flags: string[]): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-node-1`, namespace: 'kube-system', labels: { component: name, tier: 'control-plane' } },
    spec: { containers: [{ name, command: [name, ...flags] }] },
  }
}

describe('the data', () => {
  test('each version has as many checks as the benchmark, each number once', () => {
    const counts = CIS_VERSIONS.map((version) => checksOf(version).length)
    expect(counts).toEqual([130, 133, 131])
    for (const version of CIS_VERSIONS) {
      const numbers = checksOf(version).map(({ number }) => number)
      expect(numbers).toEqual([...new Set(numbers)])
    }
  })

  test('numbers stand in their order', () => {
    const numbers = checksOf('1.12').map(({ number }) => number)
    expect(numbers.slice(0, 2)).toEqual(['1.1.1', '1.1.2'])
    expect(numbers.indexOf('1.2.9')).toBeLessThan(numbers.indexOf('1.2.10'))
    expect(numbers.at(-1)).toBe('5.6.4')
  })

  test('a rule names only numbers that there are', () => {
    for (const { id, frameworks } of RULES) {
      for (const { framework, version, section } of frameworks) {
        if (framework !== 'CIS') continue
        expect([id, checksOf(version as CisVersion).some(({ number }) => number === section)]).toEqual([id, true])
      }
    }
  })

  test('checks of the control plane that only rules decide have one', () => {
    for (const version of CIS_VERSIONS) {
      const named = new Set(
        RULES.flatMap(({ frameworks }) =>
          frameworks.filter((one) => one.version === version).map((one) => one.section),
        ),
      )
      const orphans = checksOf(version).filter(
        ({ number, by }) => by.kind === 'rules' && /^[1-4]/.test(number) && !named.has(number),
      )
      expect(orphans).toEqual([])
    }
  })
})

describe('the state of a check', () => {
  test('flags of a static pod decide', () => {
    const state = stateOf('1.12', {
      objects: [component('kube-apiserver', '--audit-log-maxage=30', '--audit-log-maxsize=5')],
    })
    expect(state('1.2.17')).toMatchObject({ state: 'PASS', automated: true })
    expect(state('1.2.19')).toMatchObject({
      state: 'FAIL',
      reason: 'kube-apiserver-node-1: --audit-log-maxsize is not set to 100 or more.',
    })
  })

  test('one of two instances that is wrong is a fault', () => {
    const good = component('kube-apiserver', '--client-ca-file=/ca.crt')
    const bad = { ...component('kube-apiserver'), metadata: { name: 'second', namespace: 'kube-system' } }
    expect(stateOf('1.10', { objects: [good, bad] })('1.2.25')).toMatchObject({ state: 'FAIL' })
  })

  test('a managed control plane is not assessable, and never green', () => {
    const state = stateOf('1.12', { objects: [] })
    for (const { number } of checksOf('1.12')) expect([number, state(number)?.state]).not.toContain('PASS')
    expect(state('1.2.17')?.reason).toContain('managed control plane')
    expect(state('1.1.1')?.reason).toContain('job on the nodes')
  })

  test('rules decide where one names the check, by the number of the version', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }
    expect(stateOf('1.11', { objects: [namespace] })('5.3.2')).toMatchObject({
      state: 'FAIL',
      rules: ['KC-090', 'KC-092'],
    })
    expect(stateOf('1.10', { objects: [component('etcd', '--client-cert-auth=true')] })('2.2')).toMatchObject({
      state: 'PASS',
    })
  })

  test('ciphers are those of the version', () => {
    const objects = [component('kube-apiserver', '--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')]
    expect(stateOf('1.11', { objects })('1.2.29')).toMatchObject({ state: 'PASS', automated: false })
    expect(stateOf('1.12', { objects })('1.2.29')).toMatchObject({ state: 'FAIL' })
  })

  test('the authority of etcd is another one than that of clients', () => {
    const etcd = component('etcd', '--trusted-ca-file=/etc/ca.crt')
    expect(stateOf('1.12', { objects: [etcd] })('2.7')).toMatchObject({ state: 'NOT_ASSESSABLE' })
    expect(
      stateOf('1.12', { objects: [etcd, component('kube-apiserver', '--client-ca-file=/etc/ca.crt')] })('2.7'),
    ).toMatchObject({
      state: 'FAIL',
    })
    expect(
      stateOf('1.12', { objects: [etcd, component('kube-apiserver', '--client-ca-file=/ca.crt')] })('2.7'),
    ).toMatchObject({
      state: 'PASS',
    })
  })

  test("kube-proxy's metrics are read of its ConfigMap", () => {
    const map = (text: unknown): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-proxy', namespace: 'kube-system' },
      data: { 'config.conf': text },
    })
    expect(stateOf('1.12', { objects: [map('metricsBindAddress: ""\n')] })('4.3.1')).toMatchObject({ state: 'PASS' })
    expect(stateOf('1.12', { objects: [map('metricsBindAddress: 0.0.0.0:10249\n')] })('4.3.1')).toMatchObject({
      state: 'FAIL',
    })
    expect(stateOf('1.12', { objects: [map('a: [')] })('4.3.1')).toMatchObject({ state: 'NOT_ASSESSABLE' })
    expect(stateOf('1.12', { objects: [map(7)] })('4.3.1')).toMatchObject({ state: 'NOT_ASSESSABLE' })
  })

  test('who runs a managed control plane is named, and files of its workers are none of its', () => {
    const reports = [{ node: 'a', answers: { '1.1.9': ['FAIL', 'mode 644'], '4.1.1': ['PASS', ''] } as const }]
    const nodes = [{ name: 'a', isControlPlane: false }]
    const state = stateOf('1.12', { managedBy: 'EKS', nodes, reports })
    for (const number of ['1.1.9', '1.2.1', '2.1', '3.1.1'])
      expect(state(number)).toMatchObject({ state: 'NOT_ASSESSABLE', reason: expect.stringContaining('EKS') })
    expect(state('4.1.1')).toMatchObject({ state: 'PASS' })
    expect(state('5.4.2')).toMatchObject({ state: 'MANUAL' })
  })

  test('what asks for a person says so', () => {
    expect(stateOf('1.12', { objects: [] })('3.1.1')).toMatchObject({ state: 'MANUAL' })
  })
})

describe('what nodes tell', () => {
  const nodes = [
    { name: 'main', isControlPlane: true },
    { name: 'w1', isControlPlane: false },
    { name: 'w2', isControlPlane: false },
  ]
  const told = (node: string, number: string, ...answer: BenchmarkAnswer) => ({ node, answers: { [number]: answer } })

  test('it passes when all have told, and one that fails fails it', () => {
    const all = [...nodes].map(({ name }) => told(name, '4.1.1', 'PASS', ''))
    expect(stateOf('1.12', { nodes, reports: all })('4.1.1')).toMatchObject({
      ...{ state: 'PASS', reason: '' },
      nodes: { passed: 3, failed: 0, absent: 0, silent: 0 },
    })
    const some = [told('main', '4.1.1', 'PASS', ''), told('w2', '4.1.1', 'FAIL', 'mode 644')]
    expect(stateOf('1.12', { nodes, reports: some })('4.1.1')).toMatchObject({
      ...{ state: 'FAIL', reason: 'w2: mode 644' },
      nodes: { passed: 1, failed: 1, silent: 1, failing: ['w2: mode 644'] },
    })
  })

  test('nodes that have not told, or are not known, let nothing pass', () => {
    const reports = [told('w1', '4.1.1', 'PASS', ''), told('gone', '4.1.1', 'FAIL', 'mode 644')]
    expect(stateOf('1.12', { nodes, reports })('4.1.1')).toMatchObject({
      state: 'NOT_ASSESSABLE',
      reason: 'Nothing is wrong where nodes told; 2 of 3 have not.',
    })
    expect(stateOf('1.12', { reports: reports.slice(0, 1) })('4.1.1')).toMatchObject({ state: 'NOT_ASSESSABLE' })
  })

  test('of the control plane its own nodes tell, and one without the files takes nothing away', () => {
    const reports = [told('main', '1.1.1', 'PASS', ''), told('w1', '1.1.1', 'FAIL', 'mode 644')]
    expect(stateOf('1.12', { nodes, reports })('1.1.1')).toMatchObject({ state: 'PASS' })
    const twice = [told('main', '1.1.1', 'PASS', ''), told('main', '1.1.1', 'ABSENT', 'none')]
    expect(stateOf('1.12', { nodes, reports: twice })('1.1.1')).toMatchObject({ state: 'PASS' })
    expect(stateOf('1.12', { nodes, reports: twice.slice(1) })('1.1.1')).toMatchObject({ state: 'NOT_ASSESSABLE' })
  })

  test('kube-bench on a node tells of flags that no pod shows, and a fault that it sees is one', () => {
    const passing = { nodes, reports: [told('main', '1.2.17', 'PASS', '')] }
    expect(stateOf('1.12', passing)('1.2.17')).toMatchObject({ state: 'PASS' })
    const pod = component('kube-apiserver', '--audit-log-maxage=30')
    const failing = { objects: [pod], nodes, reports: [told('main', '1.2.17', 'FAIL', 'not set')] }
    expect(stateOf('1.12', failing)('1.2.17')).toMatchObject({ state: 'FAIL', reason: 'main: not set' })
  })
})

test('waivers make what fails exempt, and nothing is said before a check has run', () => {
  const rule = {
    id: 'KC-006',
    sections: ['5.2.3'],
    passed: 4,
    failed: 0,
    exempt: 2,
    notAssessable: 0,
    failure: '',
    unknown: '',
  }
  const unchecked = { managedBy: undefined, objects: undefined, rules: [], nodes: undefined, reports: [] }
  const states = (facts: BenchmarkFacts) => benchmarkStates('1.12', facts).find(({ number }) => number === '5.2.3')
  expect(states({ ...unchecked, rules: [rule] })).toMatchObject({ state: 'EXEMPT', rules: ['KC-006'] })
  const none = { ...rule, passed: -1, failed: -1, exempt: -1, notAssessable: -1 }
  expect(states({ ...unchecked, rules: [none] })).toMatchObject({ reason: 'No check of the cluster has run yet.' })
  expect(states({ ...unchecked, objects: {}, rules: [none] })?.reason).toContain('has nothing')
})

test.each([
  ['v1.27.3', '1.10'],
  ['v1.28.1-eks-1', '1.10'],
  ['1.31.0', '1.11'],
  ['v1.32.0+k3s1', '1.12'],
  ['v1.36.0', '1.12'],
  ['', '1.12'],
])('%j is judged by %s', (kubernetes, version) => expect(fittingVersion(kubernetes)).toBe(version))
