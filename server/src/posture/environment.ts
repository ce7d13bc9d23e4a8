import { type Fields, fieldsOf, isFields, textOf } from '../kubernetes/fields.ts'
import type { Path } from './path.ts'
import { type Container, membersOf } from './subject.ts'

/** A variable of a container's environment, as its list says it. */
export interface Variable {
  readonly name: string
  /** Empty for one whose value comes from elsewhere. */
  readonly value: string
  readonly from: Fields
  /** Its position in the list. */
  readonly at: number
}

export function variablesOf({ fields }: Container): Variable[] {
  return membersOf(fields['env']).map(({ fields: variable, at }) => ({
    name: textOf(variable['name'], 253),
    value: textOf(variable['value'], 256 * 1024),
    from: fieldsOf(variable['valueFrom']),
    at,
  }))
}

/** Where a variable stands. */
export function variablePath({ path }: Container, { at }: Variable): Path {
  return [...path, 'env', at]
}

/** Where a container takes all keys of a Secret as variables. */
export function wholeSecretsOf({
  name,
  path,
  fields,
}: Container): { readonly path: Path; readonly container: string }[] {
  return membersOf(fields['envFrom'])
    .filter((source) => isFields(source.fields['secretRef']))
    .map(({ at }) => ({ path: [...path, 'envFrom', at, 'secretRef'], container: name }))
}
