import { readdirSync, readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'
import { expect, test } from 'vitest'
import type { FilterDefinition } from './filters.ts'
import type { ListSpec } from './list-spec.ts'

/** The lists of the dashboard against the API: what is added to one side must not be missed on the other. */

type Spec = ListSpec<unknown, unknown, string>

const source = new URL('..', import.meta.url)
const schema = buildSchema(readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'))
const specs = await allSpecs()

async function allSpecs(): Promise<readonly { readonly file: string; readonly spec: Spec }[]> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-list.ts'))
  const found = await Promise.all(
    files.map(async (file) => {
      const exported: Record<string, unknown> = await import(new URL(file, source).href)
      return Object.values(exported)
        .filter(isSpec)
        .map((spec) => ({ file, spec }))
    }),
  )
  return found.flat()
}

function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && 'orderFields' in value && 'page' in value
}

/** The input type that a list's document takes as this variable. */
function inputOf(spec: Spec, variable: string): GraphQLInputType | undefined {
  const operation = spec.page.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const declared = operation?.variableDefinitions?.find((each) => each.variable.name.value === variable)
  return declared && (typeFromAST(schema, declared.type) as GraphQLInputType | undefined)
}

function fieldsOf(type: GraphQLInputType | undefined) {
  const named = type && getNamedType(type)
  if (!isInputObjectType(named)) throw new Error(`${String(type)} is no input of the schema.`)
  return named.getFields()
}

function enumValuesOf(type: GraphQLInputType | undefined): string[] {
  const named = type && getNamedType(type)
  return isEnumType(named) ? named.getValues().map((value) => value.name) : []
}

test('each kind of asset, exposure, check, task, risk, waiver, token, session and audit entry has its list', () => {
  expect(specs.map(({ spec }) => String(inputOf(spec, 'filter'))).toSorted()).toEqual([
    'AuditEntryFilter',
    'CheckFilter',
    'CheckResultFilter',
    'CheckedObjectFilter',
    'ClusterFilter',
    'ClusterNodeFilter',
    'ContainerFilter',
    'CoverageFilter',
    'DifferenceFilter',
    'ExposedWorkloadFilter',
    'ExposureEntryPointFilter',
    'ExposureFilter',
    'ImageInUseFilter',
    'NamespaceFilter',
    'PodFilter',
    'RiskFilter',
    'ServiceFilter',
    'SessionFilter',
    'TaskFilter',
    'TokenFilter',
    'WaiverFilter',
    'WorkloadFilter',
  ])
})

test.each(specs)('$file can be sorted by all that the API sorts it by', ({ spec }) => {
  expect(spec.orderFields.toSorted()).toEqual(
    enumValuesOf(fieldsOf(inputOf(spec, 'orderBy'))['field']?.type).toSorted(),
  )
})

test.each(specs)('$file asks for filters that the API has, as it takes them', ({ spec }) => {
  const fields = fieldsOf(inputOf(spec, 'filter'))
  for (const [name, definition] of Object.entries(spec.filters)) {
    const type = fields[name]?.type
    expect([name, isAskedAs(definition, type)]).toEqual([name, true])
  }
})

function isAskedAs(definition: FilterDefinition, type: GraphQLInputType | undefined): boolean {
  switch (definition.kind) {
    case 'text':
      return String(type) === 'String'
    case 'flag':
    case 'switch':
      return String(type) === 'Boolean'
    case 'numbers':
      return String(type) === 'IntRange'
    case 'days':
      return String(type) === 'DateTimeRange'
    case 'values':
      return (
        isListType(type) &&
        (definition.numeric === true) === (String(type) === '[Int!]') &&
        (definition.labels === true) === (String(type) === '[LabelFilter!]')
      )
    case 'choices': {
      const values = enumValuesOf(type)
      const offered = Object.keys(definition.options)
      return isListType(type) && (values.length === 0 || offered.toSorted().join() === values.toSorted().join())
    }
  }
}
