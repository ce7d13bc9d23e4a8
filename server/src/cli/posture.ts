import { KINDS } from '../kubernetes/kinds.ts'
import { evaluate } from '../posture/evaluate.ts'
import { POSTURE_SETTINGS, postureSettingsOf } from '../posture/installation-settings.ts'
import { readMinor } from '../posture/kubernetes-version.ts'
import { readObjects } from '../posture/read-objects.ts'
import type { Result } from '../posture/result.ts'
import { RULE_SEVERITIES, type Rule, type RuleSeverity } from '../posture/rule.ts'
import { RULES } from '../posture/rules/list-of-rules.ts'
import type { PostureSettings } from '../posture/settings.ts'
import { type AnalysisOptions, readAnalysisOptions } from './analysis-options.ts'
import { type Command, UsageError } from './command.ts'
import { readLiveInput } from './live-input.ts'
import { type ManifestInput, readManifestInput } from './manifest-input.ts'
import { POSTURE_FORMATS, type PostureReport, printPosture } from './posture-output.ts'

export const posture: Command = {
  name: 'posture',
  usage:
    'PATH... | --context NAME [--rule ID] [--setting NAME=VALUE] [--baseline PATH] [--fail-on SEVERITY] [--all] [--format FORMAT]',
  description: 'Tells what is set up wrongly, in manifests, a snapshot or a cluster, and how to set it right.',
  async run(args, streams) {
    const asked = parse(args)
    const settings = await postureSettingsOf(async (name) => asked.settings.get(name) ?? '')
    const input =
      asked.context === undefined
        ? await readManifestInput(asked.paths, streams.input)
        : await readLiveInput(asked.context, asked.allowExec, KINDS)
    const baseline = asked.baseline === undefined ? undefined : await readManifestInput([asked.baseline], streams.input)
    const now = evaluated(input, asked, settings)
    const report: PostureReport = {
      rules: asked.rules,
      results: baseline ? newFailures(now, evaluated(baseline, asked, settings)) : now,
      objects: input.objects,
      isAgainstBaseline: baseline !== undefined,
      isAll: asked.isAll,
    }
    streams.output.write(printPosture(report, asked.format))
    for (const line of [...input.problems, ...(baseline?.problems ?? [])]) streams.errors.write(`${line}\n`)
    return statusOf(report, asked, [input, ...(baseline ? [baseline] : [])])
  },
}

interface Asked extends AnalysisOptions<(typeof POSTURE_FORMATS)[number], RuleSeverity> {
  readonly rules: readonly Rule[]
  readonly minor: number | undefined
  /** Values by name, as the server takes them. */
  readonly settings: ReadonlyMap<string, string>
}

const OWN_OPTIONS = {
  rule: { type: 'string', multiple: true },
  'kubernetes-version': { type: 'string', multiple: true },
  setting: { type: 'string', multiple: true },
} as const

function parse(args: readonly string[]): Asked {
  const choices = { command: 'posture', formats: POSTURE_FORMATS, levels: RULE_SEVERITIES, level: 'SEVERITY' }
  const { own, ...asked } = readAnalysisOptions(args, choices, OWN_OPTIONS)
  const { rule = [], 'kubernetes-version': versions = [], setting = [] } = own
  const version = versions.at(-1)
  const minor = version === undefined ? undefined : readMinor(version)
  if (version !== undefined && minor === undefined)
    throw new UsageError('--kubernetes-version takes a version such as 1.34.')
  return {
    ...asked,
    rules: rule.length === 0 ? RULES : rule.map(ruleOf),
    minor,
    settings: new Map(setting.map(settingOf)),
  }
}

/** `NAME=VALUE`, as it is set in the dashboard. */
function settingOf(given: string): [string, string] {
  const at = given.indexOf('=')
  const [name, value] = [given.slice(0, at), given.slice(at + 1)]
  const setting = at < 0 ? undefined : POSTURE_SETTINGS.find((one) => one.name === name)
  if (!setting)
    throw new UsageError(
      `--setting takes NAME=VALUE, with one of ${POSTURE_SETTINGS.map((one) => one.name).join(', ')}.`,
    )
  const problem = setting.problem(value)
  if (problem) throw new UsageError(`${name}: ${problem}`)
  return [name, value]
}

function ruleOf(id: string): Rule {
  const rule = RULES.find((one) => one.id === id.toUpperCase())
  if (!rule) throw new UsageError(`There is no rule ${id}. Rules are named as ${RULES[0]?.id}.`)
  return rule
}

function evaluated({ objects, cluster }: ManifestInput, { rules, minor }: Asked, settings: PostureSettings): Result[] {
  return evaluate(rules, readObjects(objects, cluster.unread), { settings, minor })
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
