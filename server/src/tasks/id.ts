import { randomBytes } from 'node:crypto'

let lastMs = 0
let sequence = 0

/**
 * A new id whose order is the order of making: 12 hex digits of the time in milliseconds, 4 of a counter within it, and 16
 * of chance. Within one process ids never go back, even when its clock does.
 */
export function orderedId(nowMs = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = 0
  } else if (++sequence > 0xffff) {
    lastMs += 1
    sequence = 0
  }
  return `${hex(lastMs, 12)}${hex(sequence, 4)}${randomBytes(8).toString('hex')}`
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
