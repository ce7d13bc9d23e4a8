import { expect, test } from 'vitest'
import { accessRulesOf } from '../kubernetes/access/access-rule.ts'
import { applyEdits } from './patch.ts'
import { narrowing } from './role-narrowing.ts'
import { openingsIn, type Right } from './role-rights.ts'

const SECRETS: readonly Right[] = [{ groups: [''], resources: ['secrets', 'tokens'], verbs: ['get', 'list'] }]
const rule = (resources: string[], verbs: string[]) => ({ apiGroups: [''], resources, verbs })

function narrowed(...rules: unknown[]): unknown {
  const role = { kind: 'Role', rules }
  const openings = openingsIn(accessRulesOf(rules), SECRETS, { namespaces: ['shop'], isBound: true })
  const fix = narrowing(role, openings)
  return fix && 'edits' in fix ? applyEdits<{ rules: unknown }>(role, fix.edits).rules : undefined
}

test('a rule of which nothing remains goes, the others keep their place', () => {
  expect(narrowed(rule(['pods'], ['get']), rule(['secrets'], ['get', 'list']), rule(['nodes'], ['get']))).toEqual([
    rule(['pods'], ['get']),
    rule(['nodes'], ['get']),
  ])
})

test('verbs go where all resources of a rule are meant, resources go where all verbs are', () => {
  expect(narrowed(rule(['secrets', 'tokens'], ['get', 'delete']), rule(['pods', 'secrets'], ['get', 'list']))).toEqual([
    rule(['secrets', 'tokens'], ['delete']),
    rule(['pods'], ['get', 'list']),
  ])
})

test('a rule is parted where its resources differ in what remains', () => {
  expect(narrowed(rule(['pods', 'secrets'], ['get', 'delete']), rule(['secrets'], ['list']))).toEqual([
    rule(['pods'], ['get', 'delete']),
    rule(['secrets'], ['delete']),
  ])
})

test('nobody can tell what is needed of a wildcard', () => {
  expect(narrowed(rule(['*'], ['get']))).toBeUndefined()
  expect(narrowed(rule(['secrets'], ['*']), rule(['secrets'], ['get']))).toBeUndefined()
})
