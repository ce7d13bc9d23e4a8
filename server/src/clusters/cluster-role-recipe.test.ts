import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { KINDS } from '../kubernetes/kinds.ts'
import { clusterRoleRecipe } from './cluster-role-recipe.ts'

const { yaml, commands } = clusterRoleRecipe()
const documents = parseAllDocuments(yaml)
const [account, role, binding] = documents.map((document) => document.toJS())
interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}
const rules: readonly Rule[] = role.rules

test('what is shown is YAML of a service account, a role and its binding', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  expect([account.kind, role.kind, binding.kind]).toEqual(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding'])
})

test('every kind that each cluster has is in it, in its own group', () => {
  const granted = new Set(rules.flatMap(({ apiGroups, resources }) => resources.map((one) => `${apiGroups}/${one}`)))
  for (const { group, plural, optional } of KINDS) if (!optional) expect(granted).toContain(`${group}/${plural}`)
})

test('each rule allows to get, list and watch, and nothing else', () => {
  for (const { verbs } of rules) expect(verbs).toEqual(['get', 'list', 'watch'])
})

test('it grants no Secrets, no subresource and nothing by a wildcard', () => {
  const granted = rules.flatMap(({ apiGroups, resources }) => [...apiGroups, ...resources])
  expect(granted.filter((one) => one === 'secrets' || one.includes('*') || one.includes('/'))).toEqual([])
})

test('every name in it is one that Kubernetes takes', () => {
  const names = [account, role, binding].map(({ metadata }) => metadata.name)
  const plurals = rules.flatMap(({ resources }) => resources)
  for (const name of [...names, ...plurals]) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
})

test('the commands name what the YAML makes, and ask for a token that ends', () => {
  const { name, namespace } = account.metadata
  expect(commands).toContain(`kubectl create token ${name} --namespace ${namespace} --duration 2160h`)
})

test('the commands leave no credential readable for others, and no copy of the own kubeconfig', () => {
  const lines = commands.trim().split('\n')
  expect([lines[0], lines.at(-1)]).toEqual(['umask 077', 'rm "$CONFIG"'])
})
