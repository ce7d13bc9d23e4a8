import { parse } from 'yaml'
import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import { flagsOfLine, lineOf, switchOf } from './flags.ts'
import { type Path, valueAt } from './path.ts'
import type { Fix, Judgement, NotAssessable, Rule } from './rule.ts'
import type { Subject } from './subject.ts'

/** A setting of the kubelet, and every name that it goes by. */
export interface KubeletSetting {
  readonly flag: string
  /** Where it stands in a KubeletConfiguration. */
  readonly field: Path
  /** What Trivy's node collector calls it. */
  readonly collected: string
  /** What holds where a configuration file leaves it out. */
  readonly default: KubeletValue
  /** What holds where neither a file nor a flag says it: the older defaults of the command line. */
  readonly legacyDefault: KubeletValue
}

export type KubeletValue = boolean | number | string

export interface KubeletFound {
  readonly value: unknown
  readonly path: Path
  /** Whether it stands, or would stand, in the judged object itself. */
  readonly isOwn: boolean
}

/** Why nothing can be said in a cluster of which no kubelet's configuration is known. */
export const KUBELET_ABSENCE =
  "No kubelet's configuration is to be seen: it needs the right nodes/configz, or a job on the nodes that collects it."

/** Judges a setting wherever a kubelet's configuration is to be seen: its file, Kubescape's host scanner, Trivy's node collector. */
export function onKubelet(
  setting: KubeletSetting,
  judge: (found: KubeletFound) => Judgement,
): NonNullable<Rule['objects']> {
  const judgeOf = (subject: Subject): Judgement => {
    const found = settingOf(subject, setting)
    return 'notAssessable' in found ? found : judge(found)
  }
  return { KubeletConfiguration: judgeOf, KubeletInfo: judgeOf, NodeInfo: judgeOf }
}

/** What makes a setting right that stands in the judged object. */
export function kubeletFix({ path, isOwn }: KubeletFound, value: KubeletValue): { readonly fix?: Fix } {
  return isOwn ? { fix: { edits: [{ path, value }] } } : {}
}

function settingOf({ ref, object }: Subject, setting: KubeletSetting): KubeletFound | NotAssessable {
  if (ref.kind === 'KubeletConfiguration') {
    return { value: valueAt(object, setting.field) ?? setting.default, path: setting.field, isOwn: true }
  }
  if (ref.kind === 'NodeInfo') return collected(object, setting)
  return scanned(object, setting)
}

/** Source: Trivy, node-collector: a list of the values that the kubelet has, empty where it has none. */
function collected(object: unknown, { collected: name, legacyDefault }: KubeletSetting): KubeletFound | NotAssessable {
  const values: unknown = valueAt(object, ['info', name, 'values'])
  if (!Array.isArray(values)) return { notAssessable: 'The node collector did not look at the setting.' }
  const [value = legacyDefault] = values as readonly unknown[]
  return { value: readValue(value, legacyDefault), path: ['info', name, 'values'], isOwn: false }
}

/** Source: Kubescape, host scanner: the command line, and the configuration file in base64. */
function scanned(object: unknown, setting: KubeletSetting): KubeletFound | NotAssessable {
  const flags = flagsOfLine(lineOf(object, 'data', 'cmdLine'), ['data', 'cmdLine'])
  const flag = flags.valueOf(setting.flag)
  if (flag !== undefined) {
    return { value: readValue(flag, setting.legacyDefault), path: flags.placeOf(setting.flag), isOwn: false }
  }
  const content = valueAt(object, ['data', 'configFile', 'content'])
  if (content === undefined && flags.valueOf('config') === undefined) {
    return { value: setting.legacyDefault, path: ['data', 'cmdLine'], isOwn: false }
  }
  const file = fileOf(content)
  if (!file) return { notAssessable: "The kubelet's configuration file could not be read." }
  return { value: valueAt(file, setting.field) ?? setting.default, path: setting.field, isOwn: false }
}

const MOST_OF_A_FILE = 1_048_576

function fileOf(content: unknown): object | undefined {
  const text = Buffer.from(textOf(content, MOST_OF_A_FILE), 'base64').toString('utf8')
  if (text === '') return undefined
  try {
    const read: unknown = parse(text, { maxAliasCount: 10, logLevel: 'error' })
    const fields = fieldsOf(read)
    return Object.keys(fields).length > 0 ? fields : undefined
  } catch {
    return undefined
  }
}

/** A text as the kind of value that the setting is of. */
function readValue(value: unknown, like: KubeletValue): unknown {
  if (typeof value !== 'string') return value
  if (typeof like === 'boolean') return switchOf(value) ?? value
  if (typeof like === 'number') return /^\d{1,9}$/.test(value) ? Number(value) : value
  return value
}
