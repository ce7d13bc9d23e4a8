import { type Variable, variablePath, variablesOf } from '../environment.ts'
import type { Failure, Rule } from '../rule.ts'

/**
 * The last of a name counts; an earlier one can go unless another variable takes up its value in between.
 * Source: Kubernetes API, Container: env is a list whose key is the name; Define Dependent Environment Variables.
 */
export const duplicateVariable: Rule = {
  id: 'KC-050',
  title: 'Duplicate environment variable',
  severity: 'low',
  frameworks: [],
  why: 'Only the last value counts, whoever reads the manifest may take the first, and tools that merge lists by name keep any of them.',
  remedy: 'Keep one entry of each name.',
  workload: ({ containers }) =>
    containers.flatMap((container) => {
      const variables = variablesOf(container).filter(({ name }) => name !== '')
      const last = new Map(variables.map(({ name }, at) => [name, at]))
      if (last.size === variables.length) return []
      return variables.flatMap((variable, at): Failure[] => {
        const counts = last.get(variable.name) ?? at
        if (counts === at) return []
        const text = `Variable ${variable.name} of container ${container.name} is set again further down.`
        const isTakenUp = variables.slice(at + 1, counts + 1).some((later) => refersTo(later, variable.name))
        const whole = variablePath(container, variable)
        const path = [...whole, 'name']
        return [isTakenUp ? { path, text } : { path, text, fix: { edits: [{ path: whole, remove: true }] } }]
      })
    }),
}

function refersTo({ value }: Variable, name: string): boolean {
  return value.includes(`$(${name})`)
}
