import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { readManifestFiles } from '../clusters/manifest-files.ts'
import { readManifestsAside } from '../clusters/manifest-reading.ts'
import { snapshotMetadata } from '../clusters/snapshot-format.ts'
import { SourceError } from '../clusters/source.ts'
import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { clusterObjects, repeatedObjects } from '../kubernetes/cluster-objects.ts'
import { KINDS, objectKind } from '../kubernetes/kinds.ts'
import type { ManifestFile, ManifestProblem } from '../kubernetes/manifests.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { type Streams, UsageError } from './command.ts'

/** A cluster as the paths of a command line hold it. */
export interface ManifestInput {
  readonly cluster: ClusterObjects
  /** As they were read, also of kinds that are not known. */
  readonly objects: readonly KubernetesObject[]
  /** A line each, for standard error; they tell what was not read and where. */
  readonly problems: readonly string[]
  /** 2 when a document could not be read, 3 when the snapshot itself says that kinds are missing in it, else 0. */
  readonly status: 0 | 2 | 3
}

/** Stands for standard input among paths. */
const STANDARD_INPUT = '-'

/**
 * Reads manifests, folders of them and snapshots; `-` is standard input. What cannot be read is named with file and line, and
 * the rest is still there. Throws `UsageError` for a path that is not there, and when nothing of Kubernetes was read.
 */
export async function readManifestInput(paths: readonly string[], input: Streams['input']): Promise<ManifestInput> {
  if (paths.length === 0) throw new UsageError('Name a file or a folder with manifests, or - for standard input.')
  try {
    return await read(paths, input)
  } catch (error) {
    if (error instanceof SourceError) throw new UsageError(`${error.message} ${error.advice}`, { cause: error })
    throw error
  }
}

async function read(paths: readonly string[], input: Readable): Promise<ManifestInput> {
  const { signal } = new AbortController()
  const named = await readManifestFiles(
    paths.filter((path) => path !== STANDARD_INPUT),
    { signal },
  )
  const files: ManifestFile[] = [...named.files]
  if (paths.includes(STANDARD_INPUT)) files.push({ name: 'standard input', text: await text(input) })
  const { objects, lists, problems: unreadable } = await readManifestsAside(files, { signal })
  const all = [...named.problems, ...unreadable]
  if (objects.length === 0 && lists.length === 0)
    throw new UsageError(['Nothing of Kubernetes was read.', ...all.map(lineOf)].join('\n'))
  const gaps = gapsOf(lists)
  const broken = all.filter(({ code }) => code !== 'NOT_AN_OBJECT')
  return {
    cluster: clusterObjects(objects, new Map([...gaps, ...broken.flatMap(hiddenKinds)])),
    objects,
    problems: [
      ...all.map(lineOf),
      ...repetitionsIn(objects),
      ...[...gaps].map(([kind, reason]) => `${kind} is not in the snapshot: ${reason}.`),
    ],
    status: broken.length > 0 ? 2 : gaps.size > 0 ? 3 : 0,
  }
}

/** Kinds that a snapshot could not read when it was taken, and why. What the cluster does not serve is none of them. */
function gapsOf(lists: readonly KubernetesObject[]): Map<string, string> {
  const coverage = Object.entries(snapshotMetadata(lists)?.coverage ?? {})
  return new Map(
    coverage.flatMap(([kind, gap]) => (gap && gap.reason !== 'NOT_SERVED' ? [[kind, gap.reason] as const] : [])),
  )
}

/** A document that cannot be read may have held what its look tells. */
function hiddenKinds({ kind }: ManifestProblem): (readonly [string, string])[] {
  if (kind === undefined) return []
  return KINDS.filter((known) => objectKind(known) === kind).map((known) => [known.kind, 'FAILED'] as const)
}

const MOST_REPETITIONS = 10

/** Files that hold an object twice are read as one after the other would be applied. */
function repetitionsIn(objects: readonly KubernetesObject[]): string[] {
  const repeated = repeatedObjects(objects)
  const lines = repeated.slice(0, MOST_REPETITIONS).map((name) => `${name} stands more than once: the last one counts.`)
  const left = repeated.length - lines.length
  return left > 0 ? [...lines, `${left} more objects stand more than once.`] : lines
}

function lineOf({ file, line, message }: ManifestProblem): string {
  return `${line === undefined ? file : `${file}:${line}`}: ${message}`
}
