/** The object once for each field of it, at any depth, with the value in its place; kind and name stay what they are. */
export function* withEachField(value: unknown, hostile: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (key === 'kind' || key === 'apiVersion') continue
    const put = (inside: unknown) =>
      Array.isArray(value) ? value.with(Number(key), inside) : { ...value, [key]: inside }
    if (key !== 'metadata') yield put(hostile)
    for (const inside of withEachField(member, hostile)) yield put(inside)
  }
}
