import type { Database } from '../../drizzle/src/database.ts'

/** A statement as the driver was given it. */
interface Statement {
  readonly config: object
  readonly values: readonly unknown[]
}

/** Statements that were sent while others ran, in the order in which they needed one another. */
export type Waves = readonly (readonly Statement[])[]

/** Runs `work` and tells which statements it sent, with their values: a wave begins when nothing is under way. */
export async function recordSql({ pool }: Database, work: () => Promise<unknown>): Promise<Waves> {
  const waves: Statement[][] = []
  let running = 0
  const query = pool.query
  const send = query.bind(pool) as (...args: readonly unknown[]) => Promise<unknown>
  pool.query = (async (config: object, values: readonly unknown[]) => {
    if (running === 0) waves.push([])
    waves.at(-1)?.push({ config, values })
    running++
    try {
      return await send(config, values)
    } finally {
      running--
    }
  }) as unknown as typeof pool.query
  try {
    await work()
  } finally {
    pool.query = query
  }
  return waves
}

/** Sends statements again, wave by wave, through the driver alone. */
export async function replay({ pool }: Database, waves: Waves): Promise<void> {
  const send = pool.query.bind(pool) as unknown as (config: object, values: readonly unknown[]) => Promise<unknown>
  for (const wave of waves) await Promise.all(wave.map(({ config, values }) => send(config, values)))
}
