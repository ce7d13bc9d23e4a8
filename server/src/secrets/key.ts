import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SecretError } from './error.ts'
import { type SecretKey, secretKey } from './seal.ts'

/** Where the key may come from. */
export interface KeyOrigin {
  /** The value of BREAKWATER_SECRET_KEY, when set: 32 bytes in base64, base64url or hexadecimal. */
  readonly environment: string | undefined
  /** Holds `secret.key` when the environment has none. */
  readonly dataFolder: string
  /** Ids of the keys that something is sealed with. */
  readonly sealedWith: readonly string[]
  /** Whether the data are in a database that others share: a file of this machine is then no place for its key. */
  readonly isShared: boolean
}

/**
 * Loads the key that seals credentials. Without one in the environment it is kept in a file that only its owner can read,
 * which is made at the first start, while nothing is sealed yet; processes that start at once agree on one.
 * Throws `SecretError` MALFORMED_KEY, KEY_FILE_UNSAFE, KEY_FILE_UNREADABLE, NO_KEY, or OTHER_KEY when what is sealed would not open.
 */
export async function loadSecretKey(origin: KeyOrigin): Promise<SecretKey> {
  const key = await keyOf(origin)
  if (origin.sealedWith.some((id) => id !== key.id)) {
    throw new SecretError(
      'OTHER_KEY',
      'Credentials of clusters were sealed with another secret key than the one that was found.',
      `Bring the former key back (BREAKWATER_SECRET_KEY, or ${KEY_FILE} in the data folder). ${LOST}`,
    )
  }
  return key
}

async function keyOf({ environment, dataFolder, sealedWith, isShared }: KeyOrigin): Promise<SecretKey> {
  if (environment !== undefined && environment.trim() !== '') return parseKey(environment, 'BREAKWATER_SECRET_KEY')
  if (isShared) {
    throw new SecretError(
      'NO_KEY',
      'With DATABASE_URL the key that seals credentials must come from BREAKWATER_SECRET_KEY.',
      `${MAKE} Give the same one to all processes, and keep it.`,
    )
  }
  const file = join(dataFolder, KEY_FILE)
  const present = await readKeyFile(file)
  if (present) return present
  if (sealedWith.length === 0) return makeKeyFile(dataFolder, file)
  throw new SecretError(
    'NO_KEY',
    `${file} is missing, and credentials of clusters are sealed with it.`,
    `Bring it back, or set BREAKWATER_SECRET_KEY. ${LOST}`,
  )
}

const LOST = 'If it is lost, `npx --no breakwater forget-credentials` lets the product start without them.'

/** The key's file in the data folder. */
export const KEY_FILE = 'secret.key'

const KEY_BYTES = 32
const OTHERS = 0o077
const MAKE = 'Make one with `openssl rand -base64 32`.'

function parseKey(text: string, where: string): SecretKey {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return secretKey(Buffer.from(trimmed, 'hex'))
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) {
    const bytes = Buffer.from(trimmed, 'base64')
    if (bytes.length === KEY_BYTES) return secretKey(bytes)
  }
  throw new SecretError('MALFORMED_KEY', `${where} is not a key of 32 bytes in base64 or hexadecimal.`, MAKE)
}

async function readKeyFile(file: string): Promise<SecretKey | undefined> {
  const handle = await openKeyFile(file)
  if (!handle) return undefined
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new SecretError('KEY_FILE_UNREADABLE', `${file} is not a file.`, 'Move it away.')
    if (process.platform !== 'win32' && (stats.mode & OTHERS) !== 0) {
      throw new SecretError(
        'KEY_FILE_UNSAFE',
        `${file} can be read by others.`,
        `Run \`chmod 600 ${file}\`; if others may have read it, replace the credentials of the clusters.`,
      )
    }
    return parseKey(await handle.readFile('utf8'), file)
  } finally {
    await handle.close()
  }
}

async function openKeyFile(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    const message = code === 'ELOOP' ? `${file} is a symbolic link.` : `${file} cannot be read.`
    throw new SecretError('KEY_FILE_UNREADABLE', message, 'Make it a file that the user of this process owns.', {
      cause: error,
    })
  }
}

/** Written beside and linked into place, so that nobody ever sees half a key, and of two processes the first one wins. */
async function makeKeyFile(folder: string, file: string): Promise<SecretKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await writeDraft(draft)
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } catch (error) {
    throw new SecretError(
      'KEY_FILE_UNREADABLE',
      `${file} cannot be made.`,
      'Let this process write to its data folder.',
      {
        cause: error,
      },
    )
  } finally {
    await rm(draft, { force: true })
  }
  const key = await readKeyFile(file)
  if (!key) throw new SecretError('KEY_FILE_UNREADABLE', `${file} vanished while it was made.`, 'Start again.')
  return key
}

async function writeDraft(draft: string): Promise<void> {
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
