import { expect, test } from 'vitest'
import type { KindDefinition } from '../kubernetes/kinds.ts'
import type { Answer } from '../outbound/exchange.ts'
import type { ApiConnection } from './api-fetch.ts'
import { nameOfCaller, rightsOf } from './connection-rights.ts'

const never = new AbortController().signal
const PODS: KindDefinition = { kind: 'Pod', group: '', versions: ['v1'], plural: 'pods', namespaced: true }
const JOBS: KindDefinition = { kind: 'Job', group: 'batch', versions: ['v1'], plural: 'jobs', namespaced: true }

test('each kind is asked for by verb, group and plural', async () => {
  const connection = answering({
    selfsubjectaccessreviews: ({ resourceAttributes: { verb, group, resource } }) => ({
      allowed: `${verb} ${group}/${resource}` !== 'watch batch/jobs',
    }),
  })
  expect(Object.fromEntries(await rightsOf(connection, [PODS, JOBS], never))).toEqual({
    Pod: { list: true, watch: true },
    Job: { list: true, watch: false },
  })
})

test('where reviews of access are refused, the rules tell', async () => {
  const rules = [
    { verbs: ['list', 'watch'], apiGroups: [''], resources: ['pods'] },
    { verbs: ['list'], apiGroups: ['*'], resources: ['jobs'] },
    { verbs: ['watch'], apiGroups: ['batch'], resources: ['jobs'], resourceNames: ['one'] },
  ]
  const connection = answering({ selfsubjectrulesreviews: () => ({ resourceRules: rules, incomplete: false }) })
  expect(Object.fromEntries(await rightsOf(connection, [PODS, JOBS], never))).toEqual({
    Pod: { list: true, watch: true },
    Job: { list: true, watch: false },
  })
})

test('what only one namespace allows is not taken to be allowed everywhere', async () => {
  const everywhere = { verbs: ['list', 'watch'], apiGroups: [''], resources: ['pods'] }
  const there = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }
  for (const own of ['default', 'kube-system']) {
    const connection = answering({
      selfsubjectrulesreviews: ({ namespace }) => ({
        resourceRules: namespace === own ? [everywhere, there] : [everywhere],
        incomplete: false,
      }),
    })
    expect(Object.fromEntries(await rightsOf(connection, [PODS, JOBS], never))).toEqual({
      Pod: { list: true, watch: true },
      Job: { list: false, watch: false },
    })
  }
})

test('rules that are incomplete for one namespace tell nothing', async () => {
  const connection = answering({
    selfsubjectrulesreviews: ({ namespace }) => ({ resourceRules: [], incomplete: namespace === 'kube-system' }),
  })
  expect(await rightsOf(connection, [PODS], never)).toEqual(new Map())
})

test('rules that are incomplete tell nothing', async () => {
  const connection = answering({ selfsubjectrulesreviews: () => ({ resourceRules: [], incomplete: true }) })
  expect(await rightsOf(connection, [PODS], never)).toEqual(new Map())
})

test('a server without any review tells nothing', async () => {
  expect(await rightsOf(answering({}), [PODS], never)).toEqual(new Map())
  expect(await nameOfCaller(answering({}), never)).toBeUndefined()
})

test('the caller is named', async () => {
  const username = 'system:serviceaccount:default:breakwater-reader'
  const connection = answering({ selfsubjectreviews: () => ({ userInfo: { username } }) })
  expect(await nameOfCaller(connection, never)).toBe(username)
})

test('a name that could be a message is not passed on', async () => {
  const connection = answering({ selfsubjectreviews: () => ({ userInfo: { username: 'call this number: <b>1</b>' } }) })
  expect(await nameOfCaller(connection, never)).toBeUndefined()
})

interface Spec {
  readonly namespace?: string
  readonly resourceAttributes: { readonly verb: string; readonly group: string; readonly resource: string }
}
type Answers = Readonly<Record<string, (spec: Spec) => object>>

function answering(answers: Answers): ApiConnection {
  const unexpected = (): never => {
    throw new Error('Only reviews are asked for.')
  }
  return {
    server: 'https://a.example',
    get: unexpected,
    follow: unexpected,
    close: () => {},
    review: async (path, body): Promise<Answer> => {
      const answer = answers[path.split('/').at(-1) ?? '']
      const { spec } = body as { spec: Spec }
      const headers = { 'content-type': 'application/json' }
      return answer
        ? { status: 201, headers, body: Buffer.from(JSON.stringify({ status: answer(spec) })) }
        : { status: 403, headers, body: Buffer.from('{}') }
    },
  }
}
