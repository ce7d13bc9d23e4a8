import { parseArgs } from 'node:util'
import { textsOf } from '../kubernetes/fields.ts'
import { UsageError } from './command.ts'

/** What commands are asked that judge manifests or a cluster, and can fail on what they find. */
export interface AnalysisOptions<Format extends string, Level extends string> {
  readonly paths: readonly string[]
  readonly context: string | undefined
  readonly allowExec: boolean
  readonly baseline: string | undefined
  /** Fails on findings of this level, and of those that are worse. */
  readonly failOn: Level | undefined
  readonly isAll: boolean
  readonly format: Format
  readonly allowIncomplete: boolean
}

interface Choices<Format extends string, Level extends string> {
  readonly command: string
  readonly formats: readonly Format[]
  /** What `--fail-on` takes, and its name in messages. */
  readonly levels: readonly Level[]
  readonly level: string
}

/** Options that one command has beside the common ones. Several values are given by saying the option several times. */
type Own = Readonly<Record<string, { readonly type: 'string'; readonly multiple: true }>>

/** Reads a command line; `own` has the values of the command's own options, none for one that is not given. Throws `UsageError`. */
export function readAnalysisOptions<Format extends string, Level extends string>(
  args: readonly string[],
  choices: Choices<Format, Level>,
  ownOptions: Own = {},
): AnalysisOptions<Format, Level> & { readonly own: Readonly<Record<string, readonly string[]>> } {
  const { values, positionals } = parsed(args, choices, ownOptions)
  const { formats, levels } = choices
  const failOn = levels.find((level) => level === values['fail-on'])
  if (values['fail-on'] !== undefined && !failOn) throw new UsageError(`--fail-on takes ${levels.join(', ')}.`)
  const format = formats.find((known) => known === values.format)
  if (!format) throw new UsageError(`--format takes ${formats.join(', ')}.`)
  if (values.context !== undefined && positionals.length > 0)
    throw new UsageError('Give paths or --context, not both; --baseline takes the path of another state.')
  if (values['allow-exec'] && values.context === undefined) throw new UsageError('--allow-exec goes with --context.')
  const given = values as Readonly<Record<string, unknown>>
  return {
    paths: positionals,
    context: values.context,
    allowExec: values['allow-exec'],
    baseline: values.baseline,
    failOn,
    isAll: values.all,
    format,
    allowIncomplete: values['allow-incomplete'],
    own: Object.fromEntries(Object.keys(ownOptions).map((name) => [name, textsOf(given[name])])),
  }
}

function parsed(args: readonly string[], { command, level }: Choices<string, string>, ownOptions: Own) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        context: { type: 'string' },
        'allow-exec': { type: 'boolean', default: false },
        baseline: { type: 'string' },
        'fail-on': { type: 'string' },
        all: { type: 'boolean', default: false },
        format: { type: 'string', default: 'table' },
        'allow-incomplete': { type: 'boolean', default: false },
        ...ownOptions,
      },
    })
  } catch (error) {
    const own = Object.keys(ownOptions).map((name) => `--${name} ${name.split('-').at(-1)?.toUpperCase()}, `)
    throw new UsageError(
      `${command} takes paths or --context NAME, ${own.join('')}--baseline PATH, --fail-on ${level}, --all, --format FORMAT, --allow-exec and --allow-incomplete: ${(error as Error).message}`,
    )
  }
}
