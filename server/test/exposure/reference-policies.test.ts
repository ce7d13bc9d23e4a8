import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { referencePolicies } from './reference-policies.ts'
import { allOf, type Protocol, type SmallObject } from './shapes.ts'

/** States of policies and what pods reach in them, beside the project's folder; nothing else can judge the reference itself. */
const VECTORS = new URL('../../../../shared/vectors/exposure/matrix/', import.meta.url)

describe.skipIf(!existsSync(VECTORS))('the reference (skipped where the vectors of policy states are absent)', () => {
  test.each(uncontested())('agrees with the vectors about %s', (name) => {
    const objects = objectsOf(read(`${name}.yaml`))
    const pods = new Map(allOf(objects, 'Pod').map((pod) => [`${pod.metadata.namespace}/${pod.metadata.name}`, pod]))
    const policies = referencePolicies(objects)
    const rows = rowsOf(read(`${name}.tsv`)).filter(([from, to]) => from !== to)

    const answers = rows.map(([from = '', to = '', protocol, port]) => {
      const [source, target] = [pods.get(from), pods.get(to)]
      if (!source || !target) throw new Error(`no pod ${from} or ${to}`)
      const { ingress, egress, combined } = policies.reaches(source, target, protocol as Protocol, Number(port))
      return [from, to, protocol, port, ...[ingress, egress, combined].map((allowed) => (allowed ? 'allow' : 'deny'))]
    })

    expect(rows.length).toBeGreaterThan(0)
    expect(answers).toEqual(rows)
  })
})

function uncontested(): string[] {
  if (!existsSync(VECTORS)) return []
  const contested = new Set(
    rowsOf(read('cases.tsv'))
      .filter(([, , isContested]) => isContested !== 'no')
      .map(([name]) => name),
  )
  const names = readdirSync(VECTORS).filter((file) => /^c\d+\.yaml$/.test(file))
  return names.map((file) => file.replace('.yaml', '')).filter((name) => !contested.has(name))
}

function read(file: string): string {
  return readFileSync(new URL(file, VECTORS), 'utf8')
}

/** Without the line of headings. */
function rowsOf(table: string): string[][] {
  return table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
}

/** Each document stands on a line of its own, as JSON. */
function objectsOf(manifest: string): SmallObject[] {
  return manifest
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as SmallObject)
}
