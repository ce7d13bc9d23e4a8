import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { smallestRole } from './cluster-role.ts'
import { KINDS } from './kinds.ts'

const documents = parseAllDocuments(smallestRole().yaml).map((document) => document.toJS())

test.each(KINDS)('$kind can be read with it', ({ group, plural }) => {
  const rule = documents[1].rules.find((one: { apiGroups: string[] }) => one.apiGroups.includes(group))
  expect(rule.resources).toContain(plural)
})

test('it allows to get, list and watch, and nothing else', () => {
  expect(new Set(documents[1].rules.map((rule: { verbs: string[] }) => rule.verbs.join()))).toEqual(
    new Set(['get,list,watch']),
  )
})

test('it holds no more than the kinds, and no Secrets', () => {
  const resources = documents[1].rules.flatMap((rule: { resources: string[] }) => rule.resources)
  expect(new Set(resources)).toEqual(new Set(KINDS.map(({ plural }) => plural)))
  expect(resources).not.toContain('secrets')
})

test('what is written is what the rules say', () => {
  expect(documents[1].rules).toEqual(smallestRole().rules)
})

test('the binding gives the role to the account', () => {
  const [account, role, binding] = documents
  expect(account.kind).toBe('ServiceAccount')
  expect(binding.roleRef).toEqual({ apiGroup: 'rbac.authorization.k8s.io', kind: role.kind, name: role.metadata.name })
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', ...account.metadata }])
})
