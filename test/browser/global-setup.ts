import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProduct } from './product.ts'

/**
 * Starts the product once and keeps its data, which every product of the run then begins with: making an empty database takes longer than all
 * else of a start. Removed after the run.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-template-'))
  const product = await startProduct()
  try {
    await product.end('SIGTERM')
    await cp(join(product.data, 'data'), folder, { recursive: true })
  } finally {
    await product.close()
  }
  process.env['BREAKWATER_TEST_TEMPLATE'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
