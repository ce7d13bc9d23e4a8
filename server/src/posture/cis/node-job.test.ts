import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { nodeJobManifest, nodeScript } from './node-job.ts'
import { nodeAnswersOf, readNodeReports } from './node-report.ts'

describe('the manifest', () => {
  const documents = parseAllDocuments(nodeJobManifest({ namespace: 'look' })).map((one) => one.toJS())
  const spec = documents.find(({ kind }) => kind === 'DaemonSet').spec.template.spec

  test('mounts nothing that could be written to', () => {
    const [container] = spec.containers
    expect(container.volumeMounts.map(({ readOnly }: { readOnly: boolean }) => readOnly)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(spec.volumes.every(({ hostPath }: { hostPath: { type: string } }) => hostPath.type === 'Directory')).toBe(
      true,
    )
  })

  test('asks for no network, no token, no capability and no namespace of the host', () => {
    expect(documents.map(({ kind }) => kind)).toEqual(['Namespace', 'NetworkPolicy', 'DaemonSet'])
    expect(documents.find(({ kind }) => kind === 'NetworkPolicy').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    })
    expect(spec.automountServiceAccountToken).toBe(false)
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    for (const field of ['hostPID', 'hostIPC', 'hostNetwork']) expect(spec).not.toHaveProperty(field)
  })
})

describe('the script', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'node-'))
    const { uid, gid } = userInfo()
    put('/etc/passwd', `root:x:${uid}:${gid}::/:/bin/sh\n`)
    put('/etc/group', `root:x:${gid}:\n`)
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  function put(path: string, content: string, mode = 0o600): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    chmodSync(join(root, path), mode)
  }

  function kubelet(words: readonly string[], parent = 1): void {
    put('/proc/42/comm', 'kubelet\n')
    put('/proc/42/status', `Name:\tkubelet\nPPid:\t${parent}\n`)
    put('/proc/42/cmdline', words.map((word) => `${word}\0`).join(''))
  }

  function report() {
    const text = execFileSync('sh', ['-c', nodeScript()], { env: { ...process.env, NODE: 'node-1', ROOT: root } })
    const [read] = readNodeReports(`a line before\n[pod/a] ${text}`)
    if (!read) throw new Error(`no report in ${text}`)
    return read
  }

  const statesOf = (version: '1.10' | '1.11' | '1.12' = '1.12') => nodeAnswersOf(report(), version)

  test('tells modes and owners, of each file once', () => {
    put('/etc/kubernetes/manifests/kube-apiserver.yaml', '', 0o644)
    put('/etc/kubernetes/admin.conf', '', 0o600)
    put('/etc/kubernetes/pki/etcd/server.key', '', 0o640)
    put('/etc/kubernetes/pki/ca.crt', '', 0o644)
    const states = statesOf()
    const paths = report().files.map(({ path }) => path)
    expect(paths).toEqual([...new Set(paths)])
    expect(report()).toMatchObject({ node: 'node-1', isComplete: true, kubelet: undefined })
    expect(states.get('1.1.1')).toEqual([
      'FAIL',
      '/etc/kubernetes/manifests/kube-apiserver.yaml has mode 644, which is more than 600.',
    ])
    expect(states.get('1.1.2')).toEqual(['PASS', ''])
    expect(states.get('1.1.13')?.[0]).toBe('PASS')
    expect(states.get('1.1.19')?.[0]).toBe('PASS')
    expect(states.get('1.1.20')?.[0]).toBe('PASS')
    expect(statesOf('1.10').get('1.1.20')?.[0]).toBe('FAIL')
    expect(states.get('1.1.21')).toEqual(['FAIL', expect.stringContaining('server.key')])
  })

  test('of a worker the files of the control plane say nothing', () => {
    const states = statesOf()
    expect(states.get('1.1.1')).toEqual(['ABSENT', 'The node has none of the files.'])
    expect(states.get('4.1.3')?.[0]).toBe('PASS')
    expect(states.get('4.2.1')?.[0]).toBe('NOT_ASSESSABLE')
  })

  test('what could not be looked at makes nothing pass', () => {
    put('/etc/kubernetes/pki/a b.crt', '')
    put('/etc/kubernetes/pki/ca.crt', '')
    symlinkSync('/elsewhere', join(root, '/etc/kubernetes/pki/front.crt'))
    expect(report().isComplete).toBe(false)
    expect(report().files.map(({ path }) => path)).not.toContain('/etc/kubernetes/pki/front.crt')
    expect(statesOf().get('1.1.20')?.[0]).toBe('NOT_ASSESSABLE')
  })

  test('names that would end a text are left out', () => {
    put('/etc/cni/net.d/x","mode":"777.conf', '')
    put('/etc/cni/net.d/$(touch broken)', '')
    expect(report()).toMatchObject({ files: [], isComplete: false })
  })

  test('the kubelet is told by its flags and its file, without headers', () => {
    kubelet([
      '/usr/bin/kubelet',
      '--config',
      '/var/lib/kubelet/config.yaml',
      '--node-ip=10.0.0.1',
      '--pod-max-pids=100',
    ])
    const lines = [
      'authentication:',
      '  anonymous:',
      '    enabled: true',
      'staticPodURLHeader:',
      '  Authorization:',
      '    - geheim',
    ]
    put('/var/lib/kubelet/config.yaml', [...lines, 'readOnlyPort: 0', 'rotateCertificates: true', ''].join('\n'))
    const { kubelet: found } = report()
    expect([...(found?.flags ?? [])]).toEqual([
      ['config', '/var/lib/kubelet/config.yaml'],
      ['pod-max-pids', '100'],
    ])
    expect(found?.file).toEqual({
      authentication: { anonymous: { enabled: true } },
      readOnlyPort: 0,
      rotateCertificates: true,
    })
    const states = statesOf()
    expect(states.get('4.2.1')).toEqual(['FAIL', 'authentication.anonymous.enabled is not false.'])
    expect(states.get('4.2.3')).toEqual(['FAIL', 'authentication.x509.clientCAFile is not set.'])
    for (const number of ['4.2.2', '4.2.4', '4.2.5', '4.2.7', '4.2.10', '4.2.11', '4.2.13'])
      expect([number, states.get(number)?.[0]]).toEqual([number, 'PASS'])
    expect(states.get('4.2.14')?.[0]).toBe('FAIL')
  })

  test('a file in JSON that holds headers is left out whole', () => {
    kubelet(['kubelet', '--config=/etc/kubelet.json'])
    put('/etc/kubelet.json', '{"readOnlyPort": 0, "staticPodURLHeader": {"Authorization": ["geheim"]}}')
    expect(report().kubelet?.file).toBeUndefined()
  })

  test('flags win over the file, and gates are read one by one', () => {
    kubelet(['kubelet', '--anonymous-auth=false', '--feature-gates=A=true,RotateKubeletServerCertificate=false'])
    const states = statesOf()
    expect(states.get('4.2.1')?.[0]).toBe('PASS')
    expect(states.get('4.2.11')?.[0]).toBe('FAIL')
  })

  test('a program in a container that calls itself kubelet is none', () => {
    kubelet(['kubelet', '--anonymous-auth=false'], 4_711)
    expect(report().kubelet).toBeUndefined()
  })

  test('a file that is named and not there makes nothing pass', () => {
    kubelet(['kubelet', '--config=/etc/none.yaml'])
    expect(statesOf().get('4.2.1')?.[0]).toBe('NOT_ASSESSABLE')
  })
})

describe('a report that is none', () => {
  test.each([
    '',
    'null',
    '{"format":"another"}',
    '{"format":"breakwater.node/v1"',
    '[{"format":"breakwater.node/v1"}]',
  ])('%j', (text) => expect(readNodeReports(text)).toEqual([]))

  test('strange members are left out, and make it incomplete', () => {
    const files = [{ path: '/a', mode: '600', owner: 'root:root' }, { path: 'b', mode: '9' }, 7, { path: {}, mode: [] }]
    const kubelet = { arguments: [1, '--a=b', {}], configuration: { a: 1 } }
    const text = JSON.stringify({ format: 'breakwater.node/v1', node: 7, files, complete: true, kubelet })
    expect(readNodeReports(text)[0]).toEqual({
      node: '',
      files: [{ path: '/a', mode: 0o600, owner: 'root:root' }],
      isComplete: false,
      kubelet: { flags: new Map([['a', 'b']]), file: undefined },
    })
    const [empty] = readNodeReports('{"format":"breakwater.node/v1","files":"x","kubelet":[]}')
    expect(empty).toEqual({ node: '', files: [], isComplete: false, kubelet: undefined })
  })
})

test('logs of many pods hold a report of each node, the last one of each', () => {
  const line = (node: string, mode: string) =>
    JSON.stringify({
      ...{ format: 'breakwater.node/v1', node, complete: true },
      files: [{ path: '/etc/kubernetes/admin.conf', mode, owner: 'root:root' }],
    })
  const read = readNodeReports(['waiting', line('a', '644'), line('b', '600'), line('a', '600')].join('\n'))
  expect(read.map(({ node, files }) => [node, files[0]?.mode])).toEqual([
    ['a', 0o600],
    ['b', 0o600],
  ])
})
