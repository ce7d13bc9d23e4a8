import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isWithin } from './manifest-files.ts'
import { SourceError } from './source.ts'

/** The setting that names the folder below which paths may be given through the API; errors name it. */
export const SNAPSHOT_FOLDER_SETTING = 'BREAKWATER_SNAPSHOT_FOLDER'

/**
 * The real path of `path` below `root`, the folder that the operator set. A relative path is taken from there. Links are
 * resolved, so one that leads out is refused; what lies outside is refused alike whether it is there or not.
 * Throws `SourceError` INVALID_SNAPSHOT or NOT_FOUND.
 */
export async function resolveBelow(root: string | undefined, path: string): Promise<string> {
  if (!root) {
    throw new SourceError(
      'INVALID_SNAPSHOT',
      'Paths of the server are not read.',
      `Upload the file, or start with ${SNAPSHOT_FOLDER_SETTING} set to the folder that holds snapshots.`,
    )
  }
  if (path.includes('\0')) throw outside()
  const realRoot = await realpath(root).catch(() => {
    throw new SourceError('NOT_FOUND', 'The folder for snapshots is not there.', `Check ${SNAPSHOT_FOLDER_SETTING}.`)
  })
  const wanted = resolve(realRoot, path)
  const below = [realRoot, resolve(root)].find((folder) => isWithin(folder, wanted))
  if (below === undefined) throw outside()
  const real = await realpath(join(realRoot, wanted.slice(below.length))).catch(() => {
    throw new SourceError('NOT_FOUND', 'There is no such file in the folder for snapshots.', 'Check the path.')
  })
  if (!isWithin(realRoot, real)) throw outside()
  return real
}

function outside(): SourceError {
  return new SourceError(
    'INVALID_SNAPSHOT',
    'The path lies outside the folder for snapshots.',
    `Put the file below the folder that ${SNAPSHOT_FOLDER_SETTING} names, itself and not as a link.`,
  )
}
