import { expect, test } from 'vitest'
import { guide } from '../../test/guide.ts'
import { KINDS, type KindDefinition, objectKind } from './kinds.ts'

const [always = '', sometimes = ''] = guide('synchronize')
  .split('## What is read')[1]
  ?.split('\n## ')[0]
  ?.split('These are read where a cluster has them.') ?? ['']

/** What a part of the page lists: each kind behind its group, and each group's versions. */
function listed(part: string): { readonly kinds: string[]; readonly versions: string[] } {
  const rows = [...part.matchAll(/^\| (?:core|`(.+?)`) \| (.+?) \| (.+?) \|$/gm)]
  return {
    kinds: rows.flatMap(([, group = '', kinds = '']) => kinds.split(', ').map((kind) => `${group}/${kind}`)),
    versions: rows.flatMap(([, group = '', , versions = '']) => versions.split(', ').map((one) => `${group}/${one}`)),
  }
}

function defined(kinds: readonly KindDefinition[]): { readonly kinds: string[]; readonly versions: string[] } {
  return {
    kinds: kinds.map((kind) => `${kind.group}/${objectKind(kind)}`),
    versions: [...new Set(kinds.flatMap(({ group, versions }) => versions.map((one) => `${group}/${one}`)))],
  }
}

test.each([
  ['always read', always, KINDS.filter(({ optional }) => !optional)],
  ['read where they are there', sometimes, KINDS.filter(({ optional }) => optional)],
] as const)('the guide lists just the kinds that are %s, with their versions', (_which, part, kinds) => {
  const [told, known] = [listed(part), defined(kinds)]
  expect(told.kinds.toSorted()).toEqual(known.kinds.toSorted())
  expect(told.versions.toSorted()).toEqual(known.versions.toSorted())
})
