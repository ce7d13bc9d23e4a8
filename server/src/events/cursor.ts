import { RequestError } from '@breakwater/schema/services.ts'

/** A place in the outbox: after one change, in one epoch of the stream. */
export interface Position {
  readonly epoch: string
  /** 64 bits, as decimal text. */
  readonly transaction: string
  readonly seq: number
}

export function encodeCursor({ epoch, transaction, seq }: Position): string {
  return Buffer.from(`${epoch}:${transaction}:${seq}`).toString('base64url')
}

/** Reads what `encodeCursor` made. Throws `RequestError` CURSOR_INVALID for anything else. */
export function decodeCursor(cursor: string): Position {
  const [, epoch, transaction, seq] = /^([\w-]+):(\d{1,20}):(\d{1,15})$/.exec(decoded(cursor)) ?? []
  if (epoch === undefined || transaction === undefined || seq === undefined || BigInt(transaction) >= 2n ** 64n) {
    throw new RequestError('CURSOR_INVALID', 'This is not a cursor of the stream of changes.', ['after'])
  }
  return { epoch, transaction, seq: Number(seq) }
}

/** Negative, zero or positive, as for `Array.sort`; of two positions of one epoch. */
export function comparePositions(
  a: Pick<Position, 'transaction' | 'seq'>,
  b: Pick<Position, 'transaction' | 'seq'>,
): number {
  const difference = BigInt(a.transaction) - BigInt(b.transaction)
  return difference === 0n ? a.seq - b.seq : difference < 0n ? -1 : 1
}

function decoded(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString()
}
