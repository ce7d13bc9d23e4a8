import { buildSchema, type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from './schema.ts'

interface Deprecation {
  readonly path: string
  readonly reason: string
}

/** Everything that is deprecated, with what is said of it. */
function deprecationsOf(of: GraphQLSchema): Deprecation[] {
  return Object.values(of.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) => {
      const own = (path: string, { deprecationReason: reason }: { deprecationReason?: string | null | undefined }) =>
        typeof reason === 'string' ? [{ path: `${type.name}.${path}`, reason }] : []
      if (isEnumType(type)) return type.getValues().flatMap((value) => own(value.name, value))
      if (isInputObjectType(type)) return Object.values(type.getFields()).flatMap((field) => own(field.name, field))
      if (!isObjectType(type) && !isInterfaceType(type)) return []
      return Object.values(type.getFields()).flatMap((field) => [
        ...own(field.name, field),
        ...field.args.flatMap((argument) => own(`${field.name}(${argument.name})`, argument)),
      ])
    })
}

/** `since 2026-03-01: use what comes instead`, with a day that there is. */
function isExplained({ reason }: Deprecation): boolean {
  const [, day] = /^since (\d{4}-\d{2}-\d{2}): \S.{5,}$/.exec(reason) ?? []
  return day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day)
}

test('what is deprecated says since when, and what to use instead', () => {
  expect(deprecationsOf(schema).filter((one) => !isExplained(one))).toEqual([])
})

test('a deprecation without a day, a real one, or a reason is told apart', () => {
  const made = buildSchema(`
    enum Color { RED @deprecated(reason: "since 2026-02-30: use CRIMSON") }
    input Where { a: Int @deprecated }
    type Query {
      good: Int @deprecated(reason: "since 2026-02-03: use \`better\`")
      undated(color: Color @deprecated(reason: "use where")): Int @deprecated(reason: "since 2026-02-03:")
    }
  `)
  const wrong = deprecationsOf(made).filter((one) => !isExplained(one))
  expect(deprecationsOf(made)).toHaveLength(5)
  expect(wrong.map(({ path }) => path).toSorted()).toEqual([
    'Color.RED',
    'Query.undated',
    'Query.undated(color)',
    'Where.a',
  ])
})
