import { brandWithType, type OutputType } from '@pothos/core'
import type { Types } from './builder.ts'
import type { Context } from './context.ts'
import { decodeId, type NodeKey } from './ids.ts'
import { loadersOf, type NodeLoaders } from './loaders.ts'
import { riskTypeName } from './risk-types.ts'

/** The row that an id names; null when it is not there or the viewer may not see it, which look alike. */
export async function loadNode(context: Context, id: string): Promise<object | null> {
  return loadNodeByKey(context, decodeId(id))
}

/** The same by type and key. */
export async function loadNodeByKey(context: Context, { type, key }: NodeKey): Promise<object | null> {
  const { nodes } = loadersOf(context)
  if (!isNodeType(type, nodes)) return null
  const row = await nodes[type].load(key)
  if (!row) return null
  // The interface cannot tell a pod's row from a service's: the row is told what it is.
  brandWithType<Types>(row, typeName(type, row) as OutputType<Types>)
  return row
}

function isNodeType(type: string, nodes: NodeLoaders): type is keyof NodeLoaders {
  return Object.hasOwn(nodes, type)
}

function typeName(type: keyof NodeLoaders, row: object): string {
  return type === 'Risk' && 'kind' in row ? riskTypeName(row.kind as Parameters<typeof riskTypeName>[0]) : type
}
