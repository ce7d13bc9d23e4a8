import { parse } from 'yaml'
import { isFields, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import { flagsOfLine } from '../flags.ts'
import type { CisVersion } from '../frameworks.ts'
import type { FileExpectation, NodeKnowledge } from './check.ts'
import { type KubeletReport, unmetByKubelet } from './kubelet-expectation.ts'
import { checksOf } from './list-of-checks.ts'
import type { CisStateKind, NodeStates } from './state.ts'

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

/** The last report within a text, such as the log of the job's pod. Undefined where there is none. Never throws. */
export function readNodeReport(text: string): NodeReport | undefined {
  const lines = text.slice(0, MOST_TEXT).split('\n')
  for (const line of lines.toReversed()) {
    if (!line.startsWith('{')) continue
    const read = parsed(() => JSON.parse(line))
    if (isFields(read) && read['format'] === NODE_REPORT_FORMAT) return reportOf(read)
  }
  return undefined
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

/** What the report says of each check that only a node can answer. */
export function nodeStatesOf(report: NodeReport, version: CisVersion): NodeStates {
  const states = checksOf(version).flatMap(({ number, by }) =>
    by.kind === 'nodeJob' ? [[number, toldOf(by, report, version)] as const] : [],
  )
  return { node: report.node, states: new Map(states) }
}

interface Told {
  readonly state: CisStateKind
  readonly reason: string
}

function toldOf(by: NodeKnowledge, report: NodeReport, version: CisVersion): Told {
  if ('files' in by) return ofFiles(by.files, report, version)
  if (!report.kubelet) return { state: 'not_assessable', reason: 'No kubelet was seen on the node.' }
  const { flags, file } = report.kubelet
  if (flags.has('config') && file === undefined && !flags.has(by.kubelet.flag) && by.kubelet.field)
    return { state: 'not_assessable', reason: "The kubelet's configuration file could not be read." }
  const fault = unmetByKubelet(by.kubelet, report.kubelet, version)
  return fault === undefined ? { state: 'pass', reason: '' } : { state: 'fail', reason: fault }
}

function ofFiles(wanted: FileExpectation, { files, isComplete }: NodeReport, version: CisVersion): Told {
  const meant = files.filter(({ path }) => wanted.paths.some((pattern) => isMeant(path, pattern)))
  const faults = meant.flatMap((file) => faultOf(file, wanted, version) ?? [])
  const [first] = faults
  if (first !== undefined)
    return { state: 'fail', reason: faults.length === 1 ? first : `${first} ${faults.length - 1} more are wrong.` }
  if (meant.length > 0 && (isComplete || !wanted.paths.some((pattern) => pattern.includes('*'))))
    return { state: 'pass', reason: '' }
  if (!isComplete) return { state: 'not_assessable', reason: 'Not all of the files could be looked at.' }
  return wanted.optional
    ? { state: 'pass', reason: '' }
    : { state: 'not_assessable', reason: 'The node has none of the files.' }
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
