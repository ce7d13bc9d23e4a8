export type SecretErrorCode =
  | 'MALFORMED_KEY'
  /** There is none, and none may be made. */
  | 'NO_KEY'
  | 'KEY_FILE_UNSAFE'
  | 'KEY_FILE_UNREADABLE'
  /** Sealed with another key than the one at hand. */
  | 'OTHER_KEY'
  /** Changed, cut, sealed for another purpose, or never sealed. */
  | 'NOT_UNSEALABLE'

/** A key or a sealed value that cannot be used: a code for programs, a sentence for people, advice for both. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
  readonly code: SecretErrorCode
  readonly advice: string
  constructor(code: SecretErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}
