import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type SnapshotSummary, writeSnapshot } from '../clusters/snapshot-file.ts'
import type { ClusterSource } from '../clusters/source.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import { createMasker } from '../secrets/mask.ts'
import { type Command, type Streams, UsageError } from './command.ts'
import { asUsageError, openContext } from './machine-cluster.ts'

export const snapshot: Command = {
  name: 'snapshot',
  usage: '[--context NAME] [--output FILE] [--allow-exec] [--allow-incomplete]',
  description: 'Writes a cluster as a file that can be connected, to standard output without --output.',
  async run(args, streams) {
    const { context, output, allowExec, allowIncomplete } = parse(args)
    const source = await openContext(context, allowExec)
    try {
      const summary = await (output === undefined
        ? writeTo(source, streams.output)
        : writeFile(source, resolve(output)))
      const gaps = describeGaps(summary)
      for (const gap of gaps) streams.errors.write(`${gap}\n`)
      return gaps.length > 0 && !allowIncomplete ? 3 : 0
    } catch (error) {
      throw usageError(error)
    } finally {
      await source.close()
    }
  },
}

interface SnapshotArguments {
  readonly context: string | undefined
  readonly output: string | undefined
  /** Whether the program that the context names may be run to sign in, as kubectl runs it. */
  readonly allowExec: boolean
  readonly allowIncomplete: boolean
}

function parse(args: readonly string[]): SnapshotArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        context: { type: 'string' },
        output: { type: 'string' },
        'allow-exec': { type: 'boolean', default: false },
        'allow-incomplete': { type: 'boolean', default: false },
      },
    })
    const { context, output } = values
    return { context, output, allowExec: values['allow-exec'], allowIncomplete: values['allow-incomplete'] }
  } catch (error) {
    throw new UsageError(
      `snapshot takes --context NAME, --output FILE, --allow-exec and --allow-incomplete: ${(error as Error).message}`,
    )
  }
}

function writeTo(source: ClusterSource, out: Streams['output']): Promise<SnapshotSummary> {
  // A key that nobody keeps: from the hashes in the file no guess at a secret can be checked.
  const masker = createMasker(randomBytes(32))
  return writeSnapshot(source, out, {
    kinds: KINDS,
    signal: new AbortController().signal,
    takenAt: new Date(),
    masker,
  })
}

/** Whole, or not at all; only this user may read it, for it tells much about the cluster. */
async function writeFile(source: ClusterSource, path: string): Promise<SnapshotSummary> {
  const partial = `${path}.partial`
  const file = createWriteStream(partial, { mode: 0o600 })
  try {
    const summary = await writeTo(source, file)
    file.end()
    await finished(file)
    await rename(partial, path)
    return summary
  } catch (error) {
    file.destroy()
    await rm(partial, { force: true })
    throw error
  }
}

/** What is not served is no gap: there is nothing to see. */
function describeGaps({ metadata }: SnapshotSummary): string[] {
  return Object.entries(metadata.coverage).flatMap(([kind, gap]) =>
    gap && gap.reason !== 'NOT_SERVED' ? [`${kind} is not in the file: ${gap.message} ${gap.advice}`.trim()] : [],
  )
}

function usageError(error: unknown): unknown {
  if (error instanceof Error && 'syscall' in error)
    return new UsageError(`The file was not written: ${error.message}`, { cause: error })
  return asUsageError(error)
}
