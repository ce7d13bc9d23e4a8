import { parseArgs } from 'node:util'
import { KINDS } from '../kubernetes/kinds.ts'
import { evaluate, type Result } from '../posture/evaluate.ts'
import { readMinor } from '../posture/kubernetes-version.ts'
import { readObjects } from '../posture/read-objects.ts'
import { RULE_SEVERITIES, type Rule, type RuleSeverity } from '../posture/rule.ts'
import { RULES } from '../posture/rules/list-of-rules.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../posture/settings.ts'
import { type Command, UsageError } from './command.ts'
import { readLiveInput } from './live-input.ts'
import { type ManifestInput, readManifestInput } from './manifest-input.ts'
import { POSTURE_FORMATS, type PostureReport, printPosture } from './posture-output.ts'

export const posture: Command = {
  name: 'posture',
  usage: 'PATH... | --context NAME [--rule ID] [--baseline PATH] [--fail-on SEVERITY] [--all] [--format FORMAT]',
  description: 'Tells what is set up wrongly, in manifests, a snapshot or a cluster, and how to set it right.',
  async run(args, streams) {
    const asked = parse(args)
    const input =
      asked.context === undefined
        ? await readManifestInput(asked.paths, streams.input)
        : await readLiveInput(asked.context, asked.allowExec, KINDS)
    const baseline = asked.baseline === undefined ? undefined : await readManifestInput([asked.baseline], streams.input)
    const now = evaluated(input, asked)
    const report: PostureReport = {
      rules: asked.rules,
      results: baseline ? newFailures(now, evaluated(baseline, asked)) : now,
      objects: input.objects,
      isAgainstBaseline: baseline !== undefined,
      isAll: asked.isAll,
    }
    streams.output.write(printPosture(report, asked.format))
    for (const line of [...input.problems, ...(baseline?.problems ?? [])]) streams.errors.write(`${line}\n`)
    return statusOf(report, asked, [input, ...(baseline ? [baseline] : [])])
  },
}

interface Asked {
  readonly paths: readonly string[]
  readonly context: string | undefined
  readonly allowExec: boolean
  readonly rules: readonly Rule[]
  readonly baseline: string | undefined
  readonly failOn: RuleSeverity | undefined
  readonly minor: number | undefined
  readonly isAll: boolean
  readonly format: (typeof POSTURE_FORMATS)[number]
  readonly allowIncomplete: boolean
}

function parse(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args)
  const failOn = RULE_SEVERITIES.find((severity) => severity === values['fail-on'])
  if (values['fail-on'] !== undefined && !failOn) throw new UsageError(`--fail-on takes ${RULE_SEVERITIES.join(', ')}.`)
  const format = POSTURE_FORMATS.find((known) => known === values.format)
  if (!format) throw new UsageError(`--format takes ${POSTURE_FORMATS.join(', ')}.`)
  if (values.context !== undefined && positionals.length > 0)
    throw new UsageError('Give paths or --context, not both; --baseline takes the path of another state.')
  if (values['allow-exec'] && values.context === undefined) throw new UsageError('--allow-exec goes with --context.')
  const version = values['kubernetes-version']
  const minor = version === undefined ? undefined : readMinor(version)
  if (version !== undefined && minor === undefined)
    throw new UsageError('--kubernetes-version takes a version such as 1.34.')
  return {
    paths: positionals,
    context: values.context,
    allowExec: values['allow-exec'],
    rules: values.rule.length === 0 ? RULES : values.rule.map(ruleOf),
    baseline: values.baseline,
    failOn,
    minor,
    isAll: values.all,
    format,
    allowIncomplete: values['allow-incomplete'],
  }
}

function ruleOf(id: string): Rule {
  const rule = RULES.find((one) => one.id === id.toUpperCase())
  if (!rule) throw new UsageError(`There is no rule ${id}. Rules are named as ${RULES[0]?.id}.`)
  return rule
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        context: { type: 'string' },
        'allow-exec': { type: 'boolean', default: false },
        rule: { type: 'string', multiple: true, default: [] },
        baseline: { type: 'string' },
        'fail-on': { type: 'string' },
        'kubernetes-version': { type: 'string' },
        all: { type: 'boolean', default: false },
        format: { type: 'string', default: 'table' },
        'allow-incomplete': { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(
      `posture takes paths or --context NAME, --rule ID, --baseline PATH, --fail-on SEVERITY, --kubernetes-version VERSION, --all, --format FORMAT, --allow-exec and --allow-incomplete: ${(error as Error).message}`,
    )
  }
}

function evaluated({ objects, cluster }: ManifestInput, { rules, minor }: Asked): Result[] {
  return evaluate(rules, readObjects(objects, cluster.unread), { settings: DEFAULT_POSTURE_SETTINGS, minor })
}

/** Failures that the other state does not have. A container that stands at another position of its list is still the same. */
function newFailures(results: readonly Result[], before: readonly Result[]): Result[] {
  const known = new Set(before.filter(({ state }) => state === 'fail').map(keyOf))
  return results.filter((result) => result.state === 'fail' && !known.has(keyOf(result)))
}

function keyOf({ rule, object, inObject, stablePath }: Result): string {
  return JSON.stringify([rule, object, inObject, stablePath])
}

/** Wrong input before findings, findings before an incomplete answer. */
function statusOf({ results, rules }: PostureReport, asked: Asked, inputs: readonly ManifestInput[]): number {
  if (inputs.some(({ status }) => status === 2)) return 2
  const { failOn } = asked
  const severities = new Map(rules.map(({ id, severity }) => [id, RULE_SEVERITIES.indexOf(severity)]))
  // What stands under another rule is as bad as that rule says.
  const isGrave = ({ state, rule, under }: Result) =>
    failOn !== undefined && state === 'fail' && (severities.get(under ?? rule) ?? 0) <= RULE_SEVERITIES.indexOf(failOn)
  if (results.some(isGrave)) return 1
  const isIncomplete = inputs.some(({ cluster }) => rules.some((rule) => readsAny(rule, cluster.unread)))
  return isIncomplete && !asked.allowIncomplete ? 3 : 0
}

/** Whether a rule would say something else, or more, of a kind that could not be read. */
function readsAny(rule: Rule, unread: ReadonlyMap<string, string>): boolean {
  if (rule.workload && unread.size > 0) return true
  return [...(rule.reads ?? []), ...Object.keys(rule.objects ?? {})].some((kind) => unread.has(kind))
}
