import { describe, expect, test } from 'vitest'
import { hashOfCommand } from './exec-command.ts'
import { mergeKubeconfigs, parseKubeconfig, selectContext } from './kubeconfig.ts'
import { authenticationOf, refusalOf } from './kubeconfig-rules.ts'
import { SourceError } from './source.ts'

const SERVER = { server: 'https://203.0.113.7:6443' }

describe('reading', () => {
  test('a context is found with its cluster and user', () => {
    expect(selectContext(parse(SERVER, { token: 'x' }), 'a')).toMatchObject({
      name: 'a',
      cluster: SERVER,
      user: { token: 'x' },
    })
  })

  test('the current context is the one that is taken without a name', () => {
    expect(selectContext(parse(SERVER, {})).name).toBe('a')
  })

  test('YAML is read', () => {
    const yaml =
      'clusters: [{name: c, cluster: {server: "https://a.example"}}]\ncontexts: [{name: a, context: {cluster: c}}]\n'
    expect(selectContext(parseKubeconfig(yaml), 'a')).toMatchObject({
      cluster: { server: 'https://a.example' },
      user: {},
    })
  })

  test('files are named from the folder of the kubeconfig', () => {
    const cluster = { ...SERVER, 'certificate-authority': 'ca.crt' }
    const { cluster: read, user } = selectContext(
      parse(cluster, { tokenFile: '/t', 'client-key': 'k' }, '/home/u/.kube'),
      'a',
    )
    expect(read['certificate-authority']).toBe('/home/u/.kube/ca.crt')
    expect(user).toMatchObject({ tokenFile: '/t', 'client-key': '/home/u/.kube/k' })
  })

  test.each([
    ['./get-token', '/home/u/.kube/get-token'],
    ['bin/get-token', '/home/u/.kube/bin/get-token'],
    ['/usr/bin/aws', '/usr/bin/aws'],
    ['aws', 'aws'],
  ])('a command is found from the folder of the kubeconfig, unless it is a bare name: %s', (command, found) => {
    expect(selectContext(parse(SERVER, { exec: { command } }, '/home/u/.kube'), 'a').user.exec?.command).toBe(found)
  })

  test('of what stands in several files the first counts', () => {
    const first = parse(SERVER, { token: 'first' })
    const second = parse({ server: 'https://other.example' }, { token: 'second' })
    expect(selectContext(mergeKubeconfigs([first, second]), 'a').user.token).toBe('first')
  })

  test.each([
    ['a broken text', 'a: ['],
    ['a list', '[]'],
    ['a server that is no address', config({ server: 'nowhere' }, {})],
    ['a server of another scheme', config({ server: 'file:///etc/passwd' }, {})],
    ['an alias bomb', `a: &a [x,x]\n${'b: [*a,*a]\n'.repeat(200)}`],
    ['a text over 1 MiB', `# ${'x'.repeat(1024 * 1024)}`],
  ])('%s is refused', (_, text) => {
    expect(failure(() => parseKubeconfig(text))).toMatchObject({
      code: 'INVALID_KUBECONFIG',
      advice: expect.any(String),
    })
  })

  test('the reason never quotes the text', () => {
    const text = config({ server: 'hunter2' }, { token: ['hunter2'] })
    expect(String(failure(() => parseKubeconfig(text)))).not.toContain('hunter2')
  })

  test.each(['b', '__proto__', 'constructor'])('a context that is not there is refused: %s', (name) => {
    expect(failure(() => selectContext(parse(SERVER, {}), name))).toMatchObject({ code: 'INVALID_KUBECONFIG' })
  })
})

describe('rules', () => {
  test.each([
    ['EXEC', { exec: { command: 'aws' }, token: 'x' }],
    ['AUTH_PROVIDER', { 'auth-provider': { name: 'oidc' } }],
    ['TOKEN', { token: 'x' }],
    ['TOKEN', { tokenFile: '/t' }],
    ['CLIENT_CERTIFICATE', { 'client-certificate-data': 'x' }],
    ['BASIC', { username: 'x', password: 'y' }],
    ['NONE', {}],
  ])('%s is told', (found, user) => {
    expect(authenticationOf(selectContext(parse(SERVER, user)).user)).toBe(found)
  })

  const AWS = { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', args: ['eks'] }

  test('a program is not run before somebody allows it, and the reason names it and where', () => {
    expect(refusal({ exec: AWS }, 'machine')).toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
      message: expect.stringContaining('"aws"'),
      advice: expect.stringContaining('Connect a cluster'),
    })
  })

  test('the program that was allowed is run', () => {
    expect(refusal({ exec: AWS }, 'machine', {}, hashOfCommand(AWS))).toBeUndefined()
  })

  test.each([
    { ...AWS, args: ['eks', '--debug'] },
    { ...AWS, env: [{ name: 'PATH', value: '/tmp' }] },
    { ...AWS, command: './aws' },
    { ...AWS, apiVersion: 'client.authentication.k8s.io/v1beta1' },
  ])('another one than was allowed is not run, and the reason says so: %o', (exec) => {
    expect(refusal({ exec }, 'machine', {}, hashOfCommand(AWS))).toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
      message: expect.stringContaining('has changed since it was allowed'),
    })
  })

  test('for an uploaded kubeconfig no program is ever run, not even one that is allowed', () => {
    expect(refusal({ exec: AWS }, 'uploaded', {}, hashOfCommand(AWS))).toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
      message: expect.stringContaining('never'),
    })
  })

  test.each([
    ['asks at a terminal', { ...AWS, interactiveMode: 'Always' }, 'EXEC_NOT_ALLOWED'],
    ['speaks another protocol', { ...AWS, apiVersion: 'client.authentication.k8s.io/v1alpha1' }, 'INVALID_KUBECONFIG'],
    ['does not say its protocol', { command: 'aws' }, 'INVALID_KUBECONFIG'],
  ])('a program that %s is not run, whoever allows it', (_, exec, code) => {
    expect(refusal({ exec }, 'machine', {}, hashOfCommand(exec))).toMatchObject({ code })
  })

  test.each(['gcp', 'azure'])('the provider %s, which runs a program, is never used', (name) => {
    expect(refusal({ 'auth-provider': { name, config: { 'cmd-path': '/bin/sh' } } }, 'machine')).toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
    })
  })

  test('no provider at all is used for an uploaded kubeconfig', () => {
    expect(refusal({ 'auth-provider': { name: 'oidc', config: { 'id-token': 'x' } } }, 'uploaded')).toMatchObject({
      code: 'EXEC_NOT_ALLOWED',
    })
    expect(
      refusal({ 'auth-provider': { name: 'tokenFile', config: { tokenFile: '/etc/passwd' } } }, 'machine'),
    ).toMatchObject({
      code: 'INVALID_KUBECONFIG',
    })
  })

  test.each(['client-certificate', 'client-key', 'tokenFile', 'token-file'])(
    'the file in %s is not read for an uploaded kubeconfig',
    (field) => {
      expect(refusal({ [field]: '/etc/passwd' }, 'uploaded')).toMatchObject({
        code: 'INVALID_KUBECONFIG',
        advice: expect.stringContaining('--flatten'),
      })
      expect(refusal({ [field]: '/etc/passwd' }, 'machine')).toBeUndefined()
    },
  )

  test('the file in certificate-authority is not read for an uploaded kubeconfig', () => {
    expect(refusal({}, 'uploaded', { 'certificate-authority': '/etc/passwd' })).toMatchObject({
      advice: expect.stringContaining('certificate-authority-data'),
    })
  })

  test('no proxy is used for an uploaded kubeconfig', () => {
    expect(refusal({}, 'uploaded', { 'proxy-url': 'http://p.example' })).toMatchObject({ code: 'INVALID_KUBECONFIG' })
    expect(refusal({}, 'machine', { 'proxy-url': 'http://p.example' })).toBeUndefined()
  })

  test('no credential of an uploaded kubeconfig goes in the clear', () => {
    expect(refusal({ token: 'x' }, 'uploaded', { server: 'http://a.example' })).toMatchObject({
      code: 'INVALID_KUBECONFIG',
    })
  })
})

function parse(cluster: object, user: object, folder?: string) {
  return parseKubeconfig(config(cluster, user), folder)
}

function config(cluster: object, user: object): string {
  return JSON.stringify({
    'current-context': 'a',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
  })
}

function refusal(user: object, origin: 'machine' | 'uploaded', cluster: object = {}, permitted?: string) {
  return refusalOf(selectContext(parse({ ...SERVER, ...cluster }, user)), origin, permitted)
}

function failure(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(SourceError)
    return error
  }
  return undefined
}
