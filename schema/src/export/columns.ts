import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql'
import { RequestError } from '../services.ts'
import type { ExportableList } from './lists.ts'

/** A column as it is asked for. */
export interface AskedColumn {
  /**
   * Path of fields from the row, such as `cluster.name`; of a list, one member can be chosen by a field that tells it, such as
   * `assetCounts[kind=POD].total`.
   */
  readonly field: string
  /** Its title; made from the path when not given. */
  readonly label?: string | undefined
}

/** A column of an export. */
export interface ExportColumn {
  readonly label: string
  readonly path: readonly string[]
}

export interface ExportColumns {
  readonly columns: readonly ExportColumn[]
  /** What a document selects of a row to fill them. */
  readonly selection: string
}

type Composite = GraphQLObjectType | GraphQLInterfaceType
type Field = GraphQLField<unknown, unknown>

const MOST_COLUMNS = 100
const MOST_LABEL_CHARACTERS = 100
const MOST_DEPTH = 4

/**
 * The columns that are asked for; all that a row says of itself, and the names of what it points at, when none are. Throws
 * `RequestError` COLUMN_INVALID for a path that the API does not have, or that would be a list of its own.
 */
export function exportColumns(list: ExportableList, asked: readonly AskedColumn[] | undefined): ExportColumns {
  if (asked && asked.length > MOST_COLUMNS) throw invalid(`An export has at most ${MOST_COLUMNS} columns.`)
  const wanted = asked && asked.length > 0 ? asked : defaultColumns(list.row)
  const tree: Tree = new Map()
  const columns = wanted.map(({ field, label }) => {
    const path = field.split('.')
    add(tree, path, list.row, field)
    return { label: (label?.trim() || labelOf(path)).slice(0, MOST_LABEL_CHARACTERS), path }
  })
  return { columns, selection: printed(tree) }
}

/** What a row holds for a column; what lies in a list comes as a list. */
export function valueAt(row: unknown, path: readonly string[]): unknown {
  const [field, ...rest] = path
  if (field === undefined || row === null || row === undefined) return row
  if (Array.isArray(row)) return row.map((member) => valueAt(member, path))
  const { name, chosen } = segmentOf(field)
  const value: unknown = Reflect.get(Object(row), name)
  if (!chosen || !Array.isArray(value)) return valueAt(value, rest)
  return valueAt(
    value.find((member) => String(Reflect.get(Object(member), chosen.field)) === chosen.value),
    rest,
  )
}

interface Segment {
  readonly name: string
  /** Which member of a list is meant. */
  readonly chosen: { readonly field: string; readonly value: string } | undefined
}

function segmentOf(text: string): Segment {
  const [, name = text, field, value] = /^(\w+)\[(\w+)=(\w+)\]$/.exec(text) ?? []
  return { name, chosen: field !== undefined && value !== undefined ? { field, value } : undefined }
}

type Tree = Map<string, Tree>

function add(tree: Tree, path: readonly string[], from: Composite, asked: string): void {
  if (path.length > MOST_DEPTH) throw invalid(`"${shortened(asked)}" is too deep: ${MOST_DEPTH} fields at most.`)
  const [segment = '', ...rest] = path
  const { name, chosen } = segmentOf(segment)
  const field = from.getFields()[name]
  if (!field || !isPlain(field)) {
    throw invalid(`${from.name} has no column "${shortened(name)}". Its columns: ${plainFields(from).join(', ')}.`)
  }
  const branch = tree.get(name) ?? new Map()
  tree.set(name, branch)
  const type = compositeOf(field)
  if (!type) {
    if (rest.length > 0) throw invalid(`"${shortened(asked)}" goes into a field that holds no others.`)
    return
  }
  if (chosen) add(branch, [chosen.field], type, asked)
  if (rest.length > 0) add(branch, rest, type, asked)
  else for (const leaf of leavesOf(type)) branch.set(leaf, new Map())
}

function printed(tree: Tree): string {
  return [...tree].map(([name, branch]) => (branch.size === 0 ? name : `${name} { ${printed(branch)} }`)).join(' ')
}

/** Says of a field, among its `extensions`, that it is answered for a few rows of a request only: files have it not. */
export const OF_FEW_ROWS = 'ofFewRows'

/** Takes no arguments, and is no list of its own. */
function isPlain(field: Field): boolean {
  return (
    !field.extensions[OF_FEW_ROWS] && field.args.length === 0 && !getNamedType(field.type).name.endsWith('Connection')
  )
}

function compositeOf(field: Field): Composite | undefined {
  const type = getNamedType(field.type)
  return isObjectType(type) || isInterfaceType(type) ? type : undefined
}

function plainFields(type: Composite): string[] {
  return Object.values(type.getFields())
    .filter(isPlain)
    .map(({ name }) => name)
}

function leavesOf(type: Composite): string[] {
  return Object.values(type.getFields())
    .filter((field) => isPlain(field) && isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)
}

function defaultColumns(row: Composite): AskedColumn[] {
  return Object.values(row.getFields())
    .filter(isPlain)
    .flatMap((field) => {
      const type = compositeOf(field)
      if (!type) return [field.name]
      const leaves = leavesOf(type)
      if (!leaves.includes('id')) return leaves.length > 0 ? [field.name] : []
      return leaves.filter((leaf) => leaf === 'id' || leaf === 'name').map((leaf) => `${field.name}.${leaf}`)
    })
    .map((field) => ({ field }))
}

/** `cluster.name` becomes `Cluster name`, `lastSeen` becomes `Last seen`. */
function labelOf(path: readonly string[]): string {
  const words = path.join(' ').replace(/([a-z0-9])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function invalid(message: string): RequestError {
  return new RequestError('COLUMN_INVALID', message, ['columns'])
}
