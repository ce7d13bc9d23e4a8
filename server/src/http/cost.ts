import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'

/** What an operation may cost, known before it runs. */
export interface OperationCost {
  /** Rows of lists that it can return at most: sizes of pages, multiplied through nested lists. */
  readonly nodeCount: number
  /** What it takes from the budget of the hour; at least 1. */
  readonly points: number
}

/** A page of 100 rows is a point: what reading rows costs grows with their number, and little with the number of lists. */
const NODES_A_POINT = 100
/** Members of a list that has no pages, such as the kinds of `assetCounts`: told only to lists that are nested in it. */
const MEMBERS_OF_SHORT_LIST = 10
/** What `changes` reads when it is not told how many. */
const DEFAULT_FIRST = 100

/**
 * Computes the cost of a valid document. Every field counts as often as it is written, by alias or in a fragment that is spread
 * again; what `@skip` or `@include` leave out does not. `first` and `last` count both: a page that gives both is refused only when
 * it is read. The effort grows with the document, not with what it asks for: a fragment is counted once.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): OperationCost {
  const operation = getOperationAST(document, operationName)
  const root = operation && schema.getRootType(operation.operation)
  if (!root) return { nodeCount: 0, points: 1 }
  const nodeCount = createCounter(
    schema,
    document,
    variablesOf(operation, variables ?? {}),
  )(operation.selectionSet, root)
  return { nodeCount, points: Math.max(1, Math.ceil(nodeCount / NODES_A_POINT)) }
}

type Count = (selections: SelectionSetNode, parent: GraphQLNamedType) => number

/** Counts what one row of the parent type brings along. */
function createCounter(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>): Count {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const counted = new Map<string, number>()

  const ofSelections = (set: SelectionSetNode, parent: GraphQLNamedType, isPage: boolean): number =>
    set.selections.reduce((sum, selection) => {
      if (isLeftOut(selection.directives, variables)) return sum
      if (selection.kind === Kind.FIELD) return sum + ofField(selection, parent, isPage)
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(selection.name.value, isPage)
      const type = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent
      return sum + (type ? ofSelections(selection.selectionSet, type, isPage) : 0)
    }, 0)

  const ofFragment = (name: string, isPage: boolean): number => {
    const key = `${isPage} ${name}`
    const known = counted.get(key)
    if (known !== undefined) return known
    const fragment = fragments.get(name)
    const type = fragment && schema.getType(fragment.typeCondition.name.value)
    const count = type ? ofSelections(fragment.selectionSet, type, isPage) : 0
    counted.set(key, count)
    return count
  }

  const ofField = (node: FieldNode, parent: GraphQLNamedType, isPage: boolean): number => {
    const field = fieldOf(parent, node.name.value)
    const type = field && getNamedType(field.type)
    if (!field || !node.selectionSet || !isCompositeType(type)) return 0
    const rows = pageSize(field, node.arguments ?? [], variables)
    const inside = ofSelections(node.selectionSet, type, rows !== undefined)
    if (rows !== undefined) return rows * (1 + inside)
    // `nodes` and `edges` of a page are its rows, which the page has counted.
    const isShortList = !isPage && isListType(getNullableType(field.type))
    return isShortList ? MEMBERS_OF_SHORT_LIST * inside : inside
  }

  return (set, parent) => ofSelections(set, parent, false)
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
}

/** Rows that the arguments of a field ask for; undefined for a field that is not asked for a number of them. */
function pageSize(
  field: GraphQLField<unknown, unknown>,
  given: readonly ArgumentNode[],
  variables: Record<string, unknown>,
): number | undefined {
  const takes = (name: string) => field.args.some((argument) => argument.name === name)
  const value = (name: string): unknown => {
    const argument = given.find((one) => one.name.value === name)
    return argument && valueFromASTUntyped(argument.value, variables)
  }
  if (takes('ids')) return lengthOf(value('ids'))
  if (!takes('first')) return undefined
  if (!takes('last')) return numberOf(value('first') ?? DEFAULT_FIRST)
  return numberOf(value('first')) + numberOf(value('last'))
}

/** What is no number is refused when the operation runs. */
function numberOf(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0
}

/** GraphQL takes a single value for a list of one. */
function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return value === undefined || value === null ? 0 : 1
}

function isLeftOut(directives: FieldNode['directives'], variables: Record<string, unknown>): boolean {
  return (directives ?? []).some(({ name, arguments: given = [] }) => {
    const [condition] = given
    const value = condition && valueFromASTUntyped(condition.value, variables)
    return (name.value === 'skip' && value === true) || (name.value === 'include' && value === false)
  })
}

function variablesOf(
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }): [string, unknown][] =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
  )
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(set) }
}
