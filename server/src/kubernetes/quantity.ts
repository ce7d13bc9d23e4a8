/**
 * A quantity such as `128Mi`, `1.5` or `500m` as a number; `undefined` for what is none.
 * Source: Kubernetes API, resource.Quantity: a signed decimal with a binary suffix, a decimal suffix or an exponent.
 */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.length > 64) return undefined
  const match = QUANTITY.exec(value)
  if (!match) return undefined
  const [, digits = '', suffix = '', exponent] = match
  if (exponent !== undefined) return Number(`${digits}e${exponent}`)
  const factor = FACTORS[suffix]
  return factor === undefined ? undefined : Number(digits) * factor
}

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}
