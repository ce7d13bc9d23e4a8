/**
 * The bytes of JSON without the field sets of managed fields: which field each manager owns, a third of what a list holds, and
 * nothing that is looked at here. Who wrote, when and in which version stays. A field set is bounded by its braces and not
 * looked at further; one without an end is left as it is. Source: Kubernetes API reference, ManagedFieldsEntry v1 meta.
 */
export function withoutFieldSets(json: Buffer): Buffer {
  const kept: Buffer[] = []
  let from = 0
  for (let at = json.indexOf(KEY); at >= 0; at = json.indexOf(KEY, Math.max(from, at + 1))) {
    // A quote behind a backslash is a character of a text.
    if (json[at - 1] === BACKSLASH) continue
    const open = at + KEY.length - 1
    const close = endOfObject(json, open)
    if (close === undefined) break
    kept.push(json.subarray(from, open + 1))
    from = close
  }
  return from === 0 ? json : Buffer.concat([...kept, json.subarray(from)])
}

const KEY = Buffer.from('"fieldsV1":{')
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d

/** Where the object that opens at `open` closes. */
function endOfObject(json: Buffer, open: number): number | undefined {
  let depth = 0
  let isText = false
  for (let at = open; at < json.length; at++) {
    const byte = json[at]
    if (isText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === OPEN) depth++
    else if (byte === CLOSE && --depth === 0) return at
  }
  return undefined
}
