import { ConfigError, VARIABLES } from '../config.ts'
import { backup } from './backup.ts'
import { type Command, type Streams, UsageError } from './command.ts'
import { connectivity } from './connectivity.ts'
import { exposure } from './exposure.ts'
import { forgetCredentialsCommand } from './forget-credentials.ts'
import { login } from './login.ts'
import { posture } from './posture.ts'
import { restore } from './restore.ts'
import { serve } from './serve.ts'
import { snapshot } from './snapshot.ts'
import { tokenCreate } from './token-create.ts'

const COMMANDS: readonly Command[] = [
  serve,
  exposure,
  connectivity,
  posture,
  login,
  tokenCreate,
  snapshot,
  backup,
  restore,
  forgetCredentialsCommand,
]

/** Runs a command line; resolves to the exit status. */
export async function main(
  args: readonly string[],
  streams: Streams = { input: process.stdin, output: process.stdout, errors: process.stderr },
): Promise<number> {
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
    streams.output.write(help())
    return args.length === 0 ? 2 : 0
  }
  const command = COMMANDS.find((candidate) => candidate.name.split(' ').every((word, at) => args[at] === word))
  try {
    if (!command) throw new UsageError(`There is no command "${args[0]}". \`npx --no breakwater --help\` lists them.`)
    return await command.run(args.slice(command.name.split(' ').length), streams)
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigError) {
      streams.errors.write(`${error.message}\n`)
      return 2
    }
    throw error
  }
}

function help(): string {
  const commands = COMMANDS.map(({ name, usage, description }) => [`${name} ${usage}`.trim(), description] as const)
  const width = Math.max(...commands.map(([call]) => call.length))
  const variables = Math.max(...VARIABLES.map(({ name }) => name.length))
  return [
    'Usage: npx --no breakwater COMMAND',
    '',
    ...commands.map(([call, description]) => `  ${call.padEnd(width)}  ${description}`),
    '',
    'Environment:',
    ...VARIABLES.map(
      ({ name, fallback, description }) =>
        `  ${name.padEnd(variables)}  ${description} Default: ${fallback || 'none'}.`,
    ),
    '',
  ].join('\n')
}
