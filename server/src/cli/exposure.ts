import { analyzeExposure } from '../exposure/analyze-exposure.ts'
import { rankOf, wideningsOf } from '../exposure/compare.ts'
import { EXPOSURE_KINDS } from '../exposure/kinds-read.ts'
import { DEFAULT_SETTINGS, type ExposureAnswer, VERDICTS, type Verdict } from '../exposure/model.ts'
import { type PortRow, portRowsOf } from '../exposure/port-rows.ts'
import { type AnalysisOptions, readAnalysisOptions } from './analysis-options.ts'
import type { Command } from './command.ts'
import { EXPOSURE_FORMATS, type ExposureReport, printExposure } from './exposure-output.ts'
import { readLiveInput } from './live-input.ts'
import { type ManifestInput, readManifestInput } from './manifest-input.ts'

export const exposure: Command = {
  name: 'exposure',
  usage: 'PATH... | --context NAME [--baseline PATH] [--fail-on VERDICT] [--all] [--format FORMAT]',
  description: 'Tells which ports of workloads are reached, from where and how, in manifests, a snapshot or a cluster.',
  async run(args, streams) {
    const asked = parse(args)
    const now = analyzed(
      asked.context === undefined
        ? await readManifestInput(asked.paths, streams.input)
        : await readLiveInput(asked.context, asked.allowExec, EXPOSURE_KINDS),
    )
    const before =
      asked.baseline === undefined ? undefined : analyzed(await readManifestInput([asked.baseline], streams.input))
    const report: ExposureReport = {
      rows: now.rows,
      answer: now.answer,
      widenings: before ? wideningsOf(now.rows, before.rows) : undefined,
      isAll: asked.isAll,
    }
    streams.output.write(printExposure(report, asked.format))
    for (const line of [...now.problems, ...(before?.problems ?? [])]) streams.errors.write(`${line}\n`)
    return statusOf(report, asked, [now, ...(before ? [before] : [])])
  },
}

type Asked = AnalysisOptions<(typeof EXPOSURE_FORMATS)[number], Verdict>

function parse(args: readonly string[]): Asked {
  const choices = { command: 'exposure', formats: EXPOSURE_FORMATS, levels: VERDICTS, level: 'VERDICT' }
  return readAnalysisOptions(args, choices)
}

interface Analyzed {
  readonly rows: readonly PortRow[]
  readonly answer: ExposureAnswer
  readonly problems: readonly string[]
  readonly isBroken: boolean
  /** A kind that exposure is told from is unread, or not analyzed. */
  readonly isIncomplete: boolean
}

function analyzed({ cluster, problems, status }: ManifestInput): Analyzed {
  const answer = analyzeExposure(cluster, DEFAULT_SETTINGS)
  return {
    rows: portRowsOf(cluster, answer),
    answer,
    problems: [...problems, ...answer.gaps.map(({ kind, text }) => `${kind}: ${text}`)],
    isBroken: status === 2,
    isIncomplete: answer.gaps.some(({ kind, code }) => cluster.unread.has(kind) || code === 'notAnalyzed'),
  }
}

/** Wrong input before findings, findings before an incomplete answer. */
function statusOf(
  { rows, widenings }: ExposureReport,
  { failOn, allowIncomplete }: Asked,
  states: readonly Analyzed[],
): number {
  if (states.some(({ isBroken }) => isBroken)) return 2
  const judged = widenings ? widenings.map(({ row }) => row) : rows
  if (failOn && judged.some(({ verdict }) => rankOf(verdict) >= rankOf(failOn))) return 1
  return !allowIncomplete && states.some(({ isIncomplete }) => isIncomplete) ? 3 : 0
}
