import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { SecretError } from './error.ts'

/** 32 bytes for AES-256, in an object that prints and serializes as nothing. */
export interface SecretKey {
  readonly key: KeyObject
  /** 8 hexadecimal digits that tell keys apart and nothing about them. */
  readonly id: string
}

/** Takes 32 bytes as a key. Throws `SecretError` MALFORMED_KEY for any other number. */
export function secretKey(bytes: Uint8Array): SecretKey {
  if (bytes.length !== KEY_BYTES) {
    throw new SecretError(
      'MALFORMED_KEY',
      `The secret key has ${bytes.length} bytes instead of ${KEY_BYTES}.`,
      'Make one with `openssl rand -base64 32`.',
    )
  }
  const key = createSecretKey(bytes)
  return { key, id: createHmac('sha256', key).update('breakwater key id').digest('hex').slice(0, 8) }
}

/**
 * Seals a text so that only the holder of the key reads it, and only for the same purpose, such as
 * `cluster-credentials CLUSTER_UID`: a sealed value moved to another row does not open.
 * AES-256-GCM with a random nonce; the result is ASCII: `v1.KEY_ID.BASE64URL`.
 */
export function seal(key: SecretKey, purpose: string, plain: string): string {
  const header = `${VERSION}.${key.id}`
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key.key, nonce).setAAD(boundTo(header, purpose))
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${header}.${sealed.toString('base64url')}`
}

/** Opens what `seal` made for the same purpose. Throws `SecretError` OTHER_KEY or NOT_UNSEALABLE. */
export function unseal(key: SecretKey, purpose: string, sealed: string): string {
  const [version, id, payload, more] = sealed.split('.')
  if (version !== VERSION || !id || !payload || more !== undefined)
    throw notUnsealable('It is not in a form that is known.')
  if (id !== key.id) {
    throw new SecretError(
      'OTHER_KEY',
      'This credential was sealed with another secret key.',
      'Bring the former key back (BREAKWATER_SECRET_KEY or secret.key in the data folder), or enter the credential again.',
    )
  }
  const bytes = Buffer.from(payload, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw notUnsealable('It is too short.')
  try {
    const decipher = createDecipheriv(CIPHER, key.key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(boundTo(`${version}.${id}`, purpose))
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw notUnsealable('It was changed, or sealed for something else.', error)
  }
}

/** Seals a value as JSON. */
export function sealJson(key: SecretKey, purpose: string, value: unknown): string {
  return seal(key, purpose, JSON.stringify(value))
}

/** Opens what `sealJson` made. The shape is for the caller to check. */
export function unsealJson(key: SecretKey, purpose: string, sealed: string): unknown {
  return JSON.parse(unseal(key, purpose, sealed))
}

const VERSION = 'v1'
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

function boundTo(header: string, purpose: string): Buffer {
  return Buffer.from(`breakwater ${header} ${purpose}`)
}

function notUnsealable(why: string, cause?: unknown): SecretError {
  return new SecretError(
    'NOT_UNSEALABLE',
    `A sealed credential cannot be opened. ${why}`,
    'Enter the credential again.',
    cause === undefined ? undefined : { cause },
  )
}
