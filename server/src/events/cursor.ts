import { type CursorService, RequestError } from '@breakwater/schema/services.ts'
import { SecretError } from '../secrets/error.ts'
import { type SecretKey, seal, unseal } from '../secrets/seal.ts'

/** A place in the outbox: after one change, in one epoch of the stream. */
export interface Position {
  readonly epoch: string
  /** 64 bits, as decimal text. */
  readonly transaction: string
  readonly seq: number
}

/**
 * Cursors say nothing to who holds them. Their numbers count what is written anywhere, also where somebody may not look, so
 * they are sealed, each time anew: two cursors cannot even be told to be of the same place.
 */
export interface Cursors {
  encode(position: Position): string
  /**
   * Reads what `encode` made. What was made with a key that is no longer ours, or by a version that did not seal, becomes a
   * place of no epoch, from which there is only a RESYNC. Throws `RequestError` CURSOR_INVALID for anything else.
   */
  decode(cursor: string): Position
}

const PURPOSE = 'stream-cursor'
const LIST_PURPOSE = 'list-cursor'
/** Lengths are multiples of it, for a longer number would tell as well. */
const LIST_STEP = 64
/** No epoch is called so: their names have eight characters. */
const LOST: Position = { epoch: 'lost', transaction: '0', seq: 0 }
const FORM = /^([\w-]+):(\d{1,20}):(\d{1,15})$/

export function createCursors(key: SecretKey): Cursors {
  return {
    encode: (position) => seal(key, PURPOSE, written(position)),
    decode(cursor) {
      if (FORM.test(Buffer.from(cursor, 'base64url').toString())) return LOST
      try {
        return parsed(unseal(key, PURPOSE, cursor))
      } catch (error) {
        if (!(error instanceof SecretError)) throw error
        if (error.code === 'OTHER_KEY') return LOST
        throw new RequestError('CURSOR_INVALID', 'This is not a cursor of the stream of changes.', ['after'])
      }
    },
  }
}

/** Seals the cursors of lists whose keys are places in the outbox. */
export function createListCursors(key: SecretKey): CursorService {
  return {
    seal: (text) => seal(key, LIST_PURPOSE, text.padEnd(Math.ceil(text.length / LIST_STEP) * LIST_STEP)),
    open(sealed) {
      try {
        return unseal(key, LIST_PURPOSE, sealed).trimEnd()
      } catch (error) {
        if (error instanceof SecretError) return undefined
        throw error
      }
    },
  }
}

/** Negative, zero or positive, as for `Array.sort`; of two positions of one epoch. */
export function comparePositions(
  a: Pick<Position, 'transaction' | 'seq'>,
  b: Pick<Position, 'transaction' | 'seq'>,
): number {
  const difference = BigInt(a.transaction) - BigInt(b.transaction)
  return difference === 0n ? a.seq - b.seq : difference < 0n ? -1 : 1
}

/** Of one length, however large the numbers are: a longer cursor would tell as well. */
function written({ epoch, transaction, seq }: Position): string {
  return `${epoch}:${transaction.padStart(20, '0')}:${String(seq).padStart(15, '0')}`
}

function parsed(text: string): Position {
  const [, epoch = '', transaction = '', seq = ''] = FORM.exec(text) ?? []
  return { epoch, transaction: String(BigInt(transaction)), seq: Number(seq) }
}
