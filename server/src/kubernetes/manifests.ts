import {
  type DocumentLimits,
  type DocumentProblemCode,
  type ReadDocument,
  readJson,
  readYaml,
} from './manifest-document.ts'
import type { KubernetesObject } from './object.ts'

/** A text that holds manifests, and what to call it in messages. */
export interface ManifestFile {
  readonly name: string
  readonly text: string
}

/** What was read. A problem stops one document, never the others. */
export interface Manifests {
  /** In the order of the files; the members of lists stand where their list stood. */
  readonly objects: KubernetesObject[]
  /** The lists without their `items`: `PodList` tells that pods were asked for even when it holds none. */
  readonly lists: KubernetesObject[]
  readonly problems: ManifestProblem[]
}

export interface ManifestProblem {
  readonly code: ManifestProblemCode
  readonly file: string
  /** From 1; undefined when the place within the file is not known. */
  readonly line: number | undefined
  /** The kind that the unread document seems to hold, by its look. */
  readonly kind: string | undefined
  readonly message: string
}

/**
 * `NOT_AN_OBJECT` is a readable document that is no Kubernetes object, such as a values file: harmless in a folder.
 * `NOT_READ` is a file that whoever reads files could not, or may not, open.
 */
export type ManifestProblemCode = DocumentProblemCode | 'NOT_AN_OBJECT' | 'NAMELESS' | 'NOT_READ'

export interface ManifestLimits extends DocumentLimits {
  /** Of all files together, in UTF-8. */
  readonly maxTotalBytes: number
  /** Of all documents that are not JSON. YAML takes about a second a megabyte. */
  readonly maxYamlBytes: number
  /** Of all files together. */
  readonly maxDocuments: number
}

const MEBIBYTE = 1024 * 1024

/** Room for a cluster of some 20,000 pods as JSON. */
export const MANIFEST_LIMITS: ManifestLimits = {
  maxTotalBytes: 64 * MEBIBYTE,
  maxYamlBytes: 16 * MEBIBYTE,
  maxDocuments: 100_000,
  maxAliases: 1_000,
  maxDepth: 100,
  maxValues: 10_000_000,
}

/**
 * Reads Kubernetes objects from JSON or YAML, documents separated by `---`, with `List` and the lists of a kind
 * (`PodList`) taken apart. What cannot be read is named with file and line, and the rest is still returned.
 * Never throws for what the text holds.
 */
export function readManifests(files: readonly ManifestFile[], limits: ManifestLimits = MANIFEST_LIMITS): Manifests {
  const reading: Reading = { objects: [], lists: [], problems: [], limits, bytes: 0, yamlBytes: 0, documents: 0 }
  for (const file of files) readFile(file, reading)
  return { objects: reading.objects, lists: reading.lists, problems: reading.problems }
}

interface Reading extends Manifests {
  readonly limits: ManifestLimits
  bytes: number
  yamlBytes: number
  documents: number
}

function readFile(file: ManifestFile, reading: Reading): void {
  reading.bytes += Buffer.byteLength(file.text)
  if (reading.bytes > reading.limits.maxTotalBytes) {
    const most = `${Math.floor(reading.limits.maxTotalBytes / MEBIBYTE)} MiB`
    reading.problems.push(problem('TOO_LARGE', file.name, `Not read: all files together may hold ${most}.`))
    return
  }
  const text = file.text.startsWith('\ufeff') ? file.text.slice(1) : file.text
  const whole = looksLikeJson(text) ? readJson(text, reading.limits) : undefined
  if (whole && !isSyntaxProblem(whole)) {
    reading.documents++
    take(whole, { file: file.name, line: 1, text }, reading)
    return
  }
  for (const document of documentsOf(text, file.name)) {
    if (++reading.documents > reading.limits.maxDocuments) {
      const message = `Not read from here on: all files together may hold ${reading.limits.maxDocuments} documents.`
      reading.problems.push({ ...problem('TOO_LARGE', file.name, message), line: document.line })
      return
    }
    take(readDocument(document.text, reading), document, reading)
  }
}

/** A document as text; `line` is where it begins in its file, from 1. */
interface DocumentText {
  readonly file: string
  readonly line: number
  readonly text: string
}

// As Kubernetes' own reader does: a line that begins with the separator ends a document, whatever stands around it.
const SEPARATOR = /^(?:---|\.\.\.)(?=\s|$)/m

function* documentsOf(text: string, file: string): Generator<DocumentText> {
  let line = 1
  for (const part of text.split(SEPARATOR)) {
    const body = part.replace(/^%.*$/gm, '')
    if (/^[^#\s]|^\s+[^#\s]/m.test(body)) yield { file, line, text: body }
    line += part.split('\n').length - 1
  }
}

function readDocument(text: string, reading: Reading): ReadDocument {
  if (!looksLikeJson(text)) return readYamlWithin(text, reading)
  const json = readJson(text, reading.limits)
  if (!isSyntaxProblem(json)) return json
  // Braces without quotes are YAML. What is neither was most likely meant as JSON.
  const yaml = readYamlWithin(text, reading)
  return 'code' in yaml && yaml.code !== 'TOO_DEEP' ? json : yaml
}

function readYamlWithin(text: string, reading: Reading): ReadDocument {
  reading.yamlBytes += Buffer.byteLength(text)
  if (reading.yamlBytes > reading.limits.maxYamlBytes) {
    const most = `${Math.floor(reading.limits.maxYamlBytes / MEBIBYTE)} MiB`
    return { code: 'TOO_LARGE', message: `Not read: YAML may hold ${most}; write it as JSON.`, line: undefined }
  }
  return readYaml(text, reading.limits)
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

function isSyntaxProblem(read: ReadDocument): boolean {
  return 'code' in read && read.code === 'SYNTAX'
}

function take(read: ReadDocument, document: DocumentText, reading: Reading): void {
  if ('code' in read) {
    const template =
      read.code === 'SYNTAX' && document.text.includes('{{') ? ' It looks like a template: render it first.' : ''
    reading.problems.push({
      code: read.code,
      file: document.file,
      line: document.line + (read.line ?? 1) - 1,
      kind: kindByLook(document.text),
      message: read.message + template,
    })
    return
  }
  takeValue(read.value, document, reading)
}

function takeValue(value: unknown, document: DocumentText, reading: Reading): void {
  if (value === null || value === undefined) return
  if (Array.isArray(value)) {
    for (const member of value) takeValue(member, document, reading)
    return
  }
  if (!isObject(value)) {
    reading.problems.push(
      at(document, 'NOT_AN_OBJECT', 'This is not a Kubernetes object: it has no apiVersion and kind.'),
    )
    return
  }
  if (Array.isArray(value['items']) && value.kind.endsWith('List')) {
    takeList(value, value['items'], document, reading)
    return
  }
  if (!isName(value.metadata?.name) && !NAMELESS_KINDS.has(value.kind)) {
    const message = `A ${value.kind} has no metadata.name.`
    reading.problems.push({ ...at(document, 'NAMELESS', message), kind: value.kind })
    return
  }
  reading.objects.push(value)
}

/** Files that have the shape of objects and no name: what a kubelet is set up with, and what scanners of nodes write of it. */
const NAMELESS_KINDS = new Set(['KubeletConfiguration', 'KubeletInfo', 'ControlPlaneInfo', 'NodeInfo'])

function takeList(list: TypedObject, items: unknown[], document: DocumentText, reading: Reading): void {
  const { items: _, ...envelope } = list
  reading.lists.push(envelope)
  // An API server leaves kind and apiVersion out of the members of a list of one kind.
  const kind = list.kind.slice(0, -'List'.length)
  for (const item of items) {
    if (kind && typeof item === 'object' && item !== null) {
      const member = item as KubernetesObject
      member.kind ??= kind
      member.apiVersion ??= list.apiVersion
    }
    takeValue(item, document, reading)
  }
}

type TypedObject = KubernetesObject & { kind: string; apiVersion: string }

function isObject(value: unknown): value is TypedObject {
  if (typeof value !== 'object' || value === null) return false
  const { kind, apiVersion, metadata } = value as Record<string, unknown>
  return (
    isName(kind) && isName(apiVersion) && (metadata === undefined || metadata === null || typeof metadata === 'object')
  )
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Only a key that stands at the margin is sure to be the document's own; owners and references have kinds as well. */
function kindByLook(text: string): string | undefined {
  const kind = /^kind:\s*["']?([A-Z][A-Za-z]*)/m.exec(text)?.[1]?.replace(/List$/, '')
  return kind || undefined
}

function at(document: DocumentText, code: ManifestProblemCode, message: string): ManifestProblem {
  return { ...problem(code, document.file, message), line: document.line }
}

function problem(code: ManifestProblemCode, file: string, message: string): ManifestProblem {
  return { code, file, line: undefined, kind: undefined, message }
}
