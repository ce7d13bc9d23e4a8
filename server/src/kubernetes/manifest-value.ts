/** Why a parsed value is not taken. */
export type ValueRefusal = 'TOO_DEEP' | 'TOO_LARGE'

/**
 * Makes a freshly parsed value harmless, in place: own `__proto__` keys go (copying one would set a prototype), and
 * numbers that JSON does not know (`.nan`, `.inf`) become null. Walks with its own stack, so depth cannot overflow ours.
 *
 * Returns why the value is refused: nested deeper than `maxDepth` (also what refers to itself), or more than
 * `maxValues` values once shared ones are written out.
 */
export function cleanse(root: unknown, maxDepth: number, maxValues: number): ValueRefusal | undefined {
  if (!isContainer(root)) return undefined
  const open: Container[] = [root]
  const depths: number[] = [1]
  let values = 0
  for (let container = open.pop(); container; container = open.pop()) {
    const depth = depths.pop() ?? 0
    if (depth > maxDepth) return 'TOO_DEEP'
    delete container[PROTOTYPE_KEY]
    for (const key of Object.keys(container)) {
      values++
      const value = container[key]
      if (isContainer(value)) {
        open.push(value)
        depths.push(depth + 1)
      } else if (typeof value === 'number' && !Number.isFinite(value)) {
        container[key] = null
      }
    }
    if (values > maxValues) return 'TOO_LARGE'
  }
  return undefined
}

const PROTOTYPE_KEY = '__proto__'

type Container = Record<string, unknown>

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}
