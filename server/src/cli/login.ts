import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { askInstance, ControlError } from '../http/control.ts'
import { type Command, UsageError } from './command.ts'
import { RIGHTS_OPTIONS, RIGHTS_USAGE, rightsOf } from './rights-options.ts'

export const login: Command = {
  name: 'login',
  usage: `[--name NAME] ${RIGHTS_USAGE}`,
  description: 'Prints a new one-time link to the dashboard of the running instance.',
  async run(args, { output }) {
    const input = parse(args)
    const config = readConfig(process.env)
    const answer = await askInstance(config.data, 'login', input).catch((error: unknown) => {
      if (error instanceof ControlError) throw new UsageError(error.message, { cause: error })
      throw error
    })
    if (!answer)
      throw new UsageError(`No instance runs on the data folder ${config.data}. Start one with \`npm start\`.`)
    output.write(`${String(answer['url'])}\n`)
    return 0
  },
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: { name: { type: 'string' }, ...RIGHTS_OPTIONS } })
    return { ...(values.name !== undefined && { name: values.name }), ...rightsOf(values) }
  } catch (error) {
    throw new UsageError(`login takes ${login.usage}: ${(error as Error).message}`, { cause: error })
  }
}
