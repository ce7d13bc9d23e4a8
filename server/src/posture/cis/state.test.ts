import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { evaluate } from '../evaluate.ts'
import { createFacts } from '../facts.ts'
import { CIS_VERSIONS, type CisVersion } from '../frameworks.ts'
import { readObjects } from '../read-objects.ts'
import { RULES } from '../rules/list-of-rules.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { checksOf } from './list-of-checks.ts'
import { cisState, type NodeStates } from './state.ts'

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }

function stateOf(version: CisVersion, objects: readonly KubernetesObject[], nodes: readonly NodeStates[] = []) {
  const read = readObjects(objects)
  const states = cisState(version, evaluate(RULES, read, OPTIONS), createFacts(read, OPTIONS), { rules: RULES, nodes })
  return (number: string) => states.find((one) => one.number === number)
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
    const state = stateOf('1.12', [component('kube-apiserver', '--audit-log-maxage=30', '--audit-log-maxsize=5')])
    expect(state('1.2.17')).toMatchObject({ state: 'pass', automated: true })
    expect(state('1.2.19')).toMatchObject({
      state: 'fail',
      reason: 'kube-apiserver-node-1: --audit-log-maxsize is not set to 100 or more.',
    })
  })

  test('one of two instances that is wrong is a fault', () => {
    const good = component('kube-apiserver', '--client-ca-file=/ca.crt')
    const bad = { ...component('kube-apiserver'), metadata: { name: 'second', namespace: 'kube-system' } }
    expect(stateOf('1.10', [good, bad])('1.2.25')).toMatchObject({ state: 'fail' })
  })

  test('a managed control plane is not assessable, and never green', () => {
    const state = stateOf('1.12', [])
    for (const { number } of checksOf('1.12')) expect([number, state(number)?.state]).not.toContain('pass')
    expect(state('1.2.17')?.reason).toContain('managed control plane')
    expect(state('1.1.1')?.reason).toContain('job on the nodes')
  })

  test('rules decide where one names the check, by the number of the version', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }
    expect(stateOf('1.11', [namespace])('5.3.2')).toMatchObject({ state: 'fail', rules: ['KC-090', 'KC-092'] })
    expect(stateOf('1.10', [component('etcd', '--client-cert-auth=true')])('2.2')).toMatchObject({ state: 'pass' })
  })

  test('ciphers are those of the version', () => {
    const objects = [component('kube-apiserver', '--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')]
    expect(stateOf('1.11', objects)('1.2.29')).toMatchObject({ state: 'pass', automated: false })
    expect(stateOf('1.12', objects)('1.2.29')).toMatchObject({ state: 'fail' })
  })

  test('the authority of etcd is another one than that of clients', () => {
    const etcd = component('etcd', '--trusted-ca-file=/etc/ca.crt')
    expect(stateOf('1.12', [etcd])('2.7')).toMatchObject({ state: 'not_assessable' })
    expect(stateOf('1.12', [etcd, component('kube-apiserver', '--client-ca-file=/etc/ca.crt')])('2.7')).toMatchObject({
      state: 'fail',
    })
    expect(stateOf('1.12', [etcd, component('kube-apiserver', '--client-ca-file=/ca.crt')])('2.7')).toMatchObject({
      state: 'pass',
    })
  })

  test("kube-proxy's metrics are read of its ConfigMap", () => {
    const map = (text: unknown): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-proxy', namespace: 'kube-system' },
      data: { 'config.conf': text },
    })
    expect(stateOf('1.12', [map('metricsBindAddress: ""\n')])('4.3.1')).toMatchObject({ state: 'pass' })
    expect(stateOf('1.12', [map('metricsBindAddress: 0.0.0.0:10249\n')])('4.3.1')).toMatchObject({ state: 'fail' })
    expect(stateOf('1.12', [map('a: [')])('4.3.1')).toMatchObject({ state: 'not_assessable' })
    expect(stateOf('1.12', [map(7)])('4.3.1')).toMatchObject({ state: 'not_assessable' })
  })

  test('what a node tells counts, and one that fails fails the check', () => {
    const node = (name: string, state: 'pass' | 'fail'): NodeStates => ({
      node: name,
      states: new Map([['4.1.1', { state, reason: state === 'fail' ? 'mode 644' : '' }]]),
    })
    expect(stateOf('1.12', [], [node('a', 'pass')])('4.1.1')).toMatchObject({ state: 'pass' })
    expect(stateOf('1.12', [], [node('a', 'pass'), node('b', 'fail')])('4.1.1')).toMatchObject({
      state: 'fail',
      reason: 'b: mode 644',
    })
  })

  test('what asks for a person says so', () => {
    expect(stateOf('1.12', [])('3.1.1')).toMatchObject({ state: 'manual' })
  })
})
