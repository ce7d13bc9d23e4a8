import type { BenchmarkAnswer } from '@breakwater/drizzle/tables/posture.ts'
import { parse } from 'yaml'
import { isFields, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import { flagsOfLine } from '../flags.ts'
import type { CisVersion } from '../frameworks.ts'
import type { FileExpectation, NodeKnowledge } from './check.ts'
import { type KubeletReport, unmetByKubelet } from './kubelet-expectation.ts'
import { checksOf } from './list-of-checks.ts'

export const NODE_REPORT_FORMAT = 'breakwater.node/v1'

/**
 * What a node tells of itself. As a document:
 *
 *     {"format": "breakwater.node/v1", "node": "node-1", "complete": true,
 *      "files": [{"path": "/etc/kubernetes/admin.conf", "mode": "600", "owner": "root:root"}],
 *      "kubelet": {"arguments": ["--config=/var/lib/kubelet/config.yaml"], "configuration": "<base64>"}}
 *
 * `mode` is octal; `complete` is false where something could not be looked at; `kubelet` is left out where none runs; its `configuration` is its
 * file, empty where there is none.
 */
export interface NodeReport {
  readonly node: string
  readonly files: readonly NodeFile[]
  readonly isComplete: boolean
  readonly kubelet: KubeletReport | undefined
}

export interface NodeFile {
  readonly path: string
  readonly mode: number
  /** `user:group`. */
  readonly owner: string
}

const MOST_TEXT = 4_194_304
const MOST_FILES = 5_000
const MOST_NODES = 2_000

/**
 * The reports within a text, such as the logs of all pods of the job: the last one of each node, a line each, whatever stands before it in its line.
 * None for a text that has none. Never throws.
 */
export function readNodeReports(text: string): NodeReport[] {
  const byNode = new Map<string, NodeReport>()
  for (const line of text.slice(0, MOST_TEXT).split('\n')) {
    if (!line.includes(NODE_REPORT_FORMAT)) continue
    const read = parsed(() => JSON.parse(line.slice(line.indexOf('{'))))
    if (!isFields(read) || read['format'] !== NODE_REPORT_FORMAT) continue
    const report = reportOf(read)
    byNode.set(report.node, report)
    if (byNode.size >= MOST_NODES) break
  }
  return [...byNode.values()]
}

function reportOf(read: Readonly<Record<string, unknown>>): NodeReport {
  const written = listOf(read['files'])
  const files = written.slice(0, MOST_FILES).flatMap((one): NodeFile[] => {
    const [path, mode, owner] = [textOf(one['path'], 4_096), textOf(one['mode'], 5), textOf(one['owner'], 512)]
    return path.startsWith('/') && /^[0-7]{1,5}$/.test(mode) ? [{ path, mode: Number.parseInt(mode, 8), owner }] : []
  })
  return {
    node: textOf(read['node'], 253),
    files,
    isComplete: read['complete'] === true && files.length === written.length,
    kubelet: isFields(read['kubelet']) ? kubeletOf(read['kubelet']) : undefined,
  }
}

function kubeletOf(read: Readonly<Record<string, unknown>>): KubeletReport {
  const written = textsOf(read['arguments']).slice(0, 500)
  const flags = new Map(
    written.flatMap((argument): [string, string][] => {
      const name = /^--([\w.-]{1,100})/.exec(argument)?.[1]
      const value = name === undefined ? undefined : flagsOfLine(argument, []).valueOf(name)
      return name === undefined || value === undefined ? [] : [[name, value]]
    }),
  )
  const content = Buffer.from(textOf(read['configuration'], 1_048_576), 'base64').toString('utf8')
  const file = parsed(() => parse(content, { maxAliasCount: 10, logLevel: 'error' }))
  return { flags, file: isFields(file) ? file : undefined }
}

function parsed(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** What the report says of each check that only a node can answer, by its number. */
export function nodeAnswersOf(report: NodeReport, version: CisVersion): Map<string, BenchmarkAnswer> {
  const answers = checksOf(version).flatMap(({ number, by }) =>
    by.kind === 'nodeJob' ? [[number, answerOf(by, report, version)] as const] : [],
  )
  return new Map(answers)
}

function answerOf(by: NodeKnowledge, report: NodeReport, version: CisVersion): BenchmarkAnswer {
  if ('files' in by) return ofFiles(by.files, report, version)
  if (!report.kubelet) return ['NOT_ASSESSABLE', 'No kubelet was seen on the node.']
  const { flags, file } = report.kubelet
  if (flags.has('config') && file === undefined && !flags.has(by.kubelet.flag) && by.kubelet.field)
    return ['NOT_ASSESSABLE', "The kubelet's configuration file could not be read."]
  const fault = unmetByKubelet(by.kubelet, report.kubelet, version)
  return fault === undefined ? ['PASS', ''] : ['FAIL', fault]
}

function ofFiles(wanted: FileExpectation, { files, isComplete }: NodeReport, version: CisVersion): BenchmarkAnswer {
  const meant = files.filter(({ path }) => wanted.paths.some((pattern) => isMeant(path, pattern)))
  const faults = meant.flatMap((file) => faultOf(file, wanted, version) ?? [])
  const [first] = faults
  if (first !== undefined)
    return ['FAIL', faults.length === 1 ? first : `${first} ${faults.length - 1} more are wrong.`]
  if (meant.length > 0 && (isComplete || !wanted.paths.some((pattern) => pattern.includes('*')))) return ['PASS', '']
  if (!isComplete) return ['NOT_ASSESSABLE', 'Not all of the files could be looked at.']
  return wanted.optional ? ['PASS', ''] : ['ABSENT', 'The node has none of the files.']
}

function isMeant(path: string, pattern: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return path === pattern.replace(/\/$/, '')
  return path.startsWith(pattern.slice(0, star)) && path.endsWith(pattern.slice(star).replaceAll('*', ''))
}

function faultOf({ path, mode, owner }: NodeFile, wanted: FileExpectation, version: CisVersion): string | undefined {
  if (wanted.owner !== undefined && owner !== wanted.owner) return `${path} is owned by ${owner}.`
  const octal = typeof wanted.mode === 'object' ? wanted.mode[version] : wanted.mode
  if (octal === undefined || (mode & ~Number.parseInt(octal, 8)) === 0) return undefined
  return `${path} has mode ${mode.toString(8)}, which is more than ${octal}.`
}
