import { createHash } from 'node:crypto'
import { secretKey } from '../src/secrets/seal.ts'

/** Seals what tests seal. */
export const TEST_KEY = secretKey(createHash('sha256').update('test').digest())
