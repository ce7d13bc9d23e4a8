import { CopyError } from '@breakwater/drizzle/embedded/copies.ts'
import { FolderError } from '@breakwater/drizzle/embedded/lock.ts'
import { readConfig } from '../config.ts'
import { type Running, StartError, start } from '../main.ts'
import { type Command, type Streams, UsageError } from './command.ts'

export const serve: Command = {
  name: 'serve',
  usage: '',
  description: 'Runs the server and the dashboard. Ctrl-C stops it; twice stops it at once.',
  async run(args, streams) {
    if (args.length > 0)
      throw new UsageError('`serve` takes no arguments; it is configured by the environment (see --help).')
    const running = await startOrExplain()
    const stopped = signalled(streams)
    greet(running, streams)
    const status = await stopped
    await running.stop()
    return status
  },
}

async function startOrExplain(): Promise<Running> {
  try {
    return await start(readConfig(process.env))
  } catch (error) {
    if (error instanceof StartError || error instanceof FolderError || error instanceof CopyError) {
      throw new UsageError(error.message, { cause: error })
    }
    throw error
  }
}

function greet(running: Running, { output }: Streams): void {
  const lines = [
    '',
    `  Breakwater is running. Open this link within 10 minutes to log in:`,
    '',
    `    ${running.loginUrl ?? '(this process only runs tasks)'}`,
    '',
    `  A new link:  npx --no breakwater login`,
    `  Data:        ${running.dataDescription}`,
    `  Stop:        Ctrl-C`,
    '',
    '',
  ]
  output.write(lines.join('\n'))
}

/** Resolves at the first signal to the exit status; the second one ends the process at once. */
function signalled({ output }: Streams): Promise<number> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1)
        asked = true
        output.write('Stopping; running tasks go on at the next start. Again to stop at once.\n')
        resolve(0)
      })
    }
  })
}
