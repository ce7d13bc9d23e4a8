import { readConfig } from '../config.ts'
import { askInstance } from '../http/control.ts'
import { type Command, UsageError } from './command.ts'

export const login: Command = {
  name: 'login',
  usage: '',
  description: 'Prints a new one-time link to the dashboard of the running instance.',
  async run(_args, { output }) {
    const config = readConfig(process.env)
    const answer = await askInstance(config.data, 'login', {})
    if (!answer)
      throw new UsageError(`No instance runs on the data folder ${config.data}. Start one with \`npm start\`.`)
    output.write(`${String(answer['url'])}\n`)
    return 0
  },
}
