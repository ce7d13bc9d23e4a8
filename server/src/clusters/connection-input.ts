import { type ConnectionInput, RequestError } from '@breakwater/schema/services.ts'
import { parseKubeconfig } from './kubeconfig.ts'
import { SourceError } from './source.ts'
import { SAMPLE_NAME, type SourceOrigin } from './sources.ts'

const MEBIBYTE = 1024 * 1024
const MOST_KUBECONFIG_BYTES = MEBIBYTE
/** Of all files of an uploaded snapshot together; a request, where they stand escaped as JSON, may hold half as much again. */
export const MOST_SNAPSHOT_BYTES = 64 * MEBIBYTE
const MOST_FILES = 5_000
const MOST_NAME = 100

/** Checks what was sent to connect a cluster. Throws `RequestError` with the field that is wrong. */
export function originOfInput(input: ConnectionInput): SourceOrigin {
  const given = [
    input.context,
    input.inCluster || undefined,
    input.kubeconfig,
    input.snapshot,
    input.snapshotPath,
  ].filter((one) => one != null)
  if (given.length !== 1) {
    throw invalid('Give exactly one of context, inCluster, kubeconfig, snapshot and snapshotPath.', 'connection')
  }
  if (input.context != null) return { origin: 'MACHINE', context: nameOf(input.context, 'connection.context', 1_000) }
  if (input.inCluster) return { origin: 'IN_CLUSTER' }
  if (input.kubeconfig) return kubeconfigOf(input.kubeconfig)
  if (input.snapshot) return snapshotOf(input.snapshot)
  const { name, path } = input.snapshotPath ?? { name: '', path: '' }
  return {
    origin: 'FOLDER',
    name: nameOf(name, 'connection.snapshotPath.name'),
    path: nameOf(path, 'connection.snapshotPath.path', 4_000),
  }
}

/** What a cluster is called when nobody says. */
export function defaultName(origin: SourceOrigin): string {
  const name = nameIn(origin)
  return name.replace(CONTROL, '').trim().slice(0, MOST_NAME) || 'cluster'
}

/** A name or label of people: trimmed, 1 to 100 characters. */
export function nameOf(text: string, field: string, most = MOST_NAME): string {
  const name = text.trim()
  if (name === '') throw invalid('This must not be empty.', field)
  return labelOf(name, field, most)
}

/** As `nameOf`, but may be empty. */
export function labelOf(text: string, field: string, most = MOST_NAME): string {
  const label = text.trim()
  if (label.length > most) throw invalid(`This may have ${most} characters.`, field)
  if (CONTROL.test(label)) throw invalid('This holds control characters.', field)
  return label.toWellFormed()
}

const CONTROL = /\p{Cc}/u

function kubeconfigOf({ text, context }: NonNullable<ConnectionInput['kubeconfig']>): SourceOrigin {
  if (Buffer.byteLength(text) > MOST_KUBECONFIG_BYTES) {
    throw invalid('The kubeconfig is larger than 1 MiB.', 'connection.kubeconfig.text')
  }
  return { origin: 'UPLOADED', kind: 'KUBECONFIG', context: context || currentContextOf(text), kubeconfig: text }
}

/** Written down when it is connected. What cannot be read is told by the test of the connection. */
function currentContextOf(text: string): string {
  try {
    return parseKubeconfig(text).currentContext ?? ''
  } catch (error) {
    if (error instanceof SourceError) return ''
    throw error
  }
}

function snapshotOf({ name, files }: NonNullable<ConnectionInput['snapshot']>): SourceOrigin {
  const field = 'connection.snapshot.files'
  if (files.length === 0) throw invalid('The snapshot has no files.', field)
  if (files.length > MOST_FILES) throw invalid(`A snapshot may have ${MOST_FILES} files.`, field)
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0)
  if (bytes > MOST_SNAPSHOT_BYTES) {
    throw invalid(`The files of a snapshot may hold ${MOST_SNAPSHOT_BYTES / MEBIBYTE} MiB together.`, field)
  }
  return {
    origin: 'UPLOADED',
    kind: 'SNAPSHOT',
    name: nameOf(name, 'connection.snapshot.name'),
    content: { files: files.map((file) => ({ name: file.name.slice(0, 1_000), text: file.text })) },
  }
}

function nameIn(origin: SourceOrigin): string {
  if (origin.origin === 'SAMPLE') return SAMPLE_NAME
  if (origin.origin === 'IN_CLUSTER') return 'in-cluster'
  return 'context' in origin ? origin.context : origin.name
}

function invalid(message: string, field: string): RequestError {
  return new RequestError('INVALID', message, field.split('.'))
}
