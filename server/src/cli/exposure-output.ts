import type { Widening } from '../exposure/compare.ts'
import type { Entry, Exposure, ExposureAnswer, Verdict } from '../exposure/model.ts'
import type { PortRow } from '../exposure/port-rows.ts'
import { asMarkdownTable, asTable, asTsv, markdown } from './text-output.ts'

export const EXPOSURE_FORMATS = ['table', 'tsv', 'json', 'markdown'] as const

export interface ExposureReport {
  readonly rows: readonly PortRow[]
  readonly answer: ExposureAnswer
  /** With a baseline: only these are reported. */
  readonly widenings: readonly Widening[] | undefined
  /** A row an entry instead of a row a port. */
  readonly isAll: boolean
}

export function printExposure(report: ExposureReport, format: (typeof EXPOSURE_FORMATS)[number]): string {
  if (format === 'json') return `${JSON.stringify(asJson(report), undefined, 2)}\n`
  if (format === 'markdown') return asMarkdown(report)
  const cells = rowsOf(report).map(cellsOf)
  return format === 'tsv' ? asTsv(COLUMNS, cells) : asTable(COLUMNS, cells)
}

const COLUMNS = ['namespace', 'workload', 'kind', 'protocol', 'port', 'verdict', 'entry', 'sources', 'reasons'] as const

/** What stands in a line. */
type Row = Pick<PortRow, 'protocol' | 'port' | 'verdict' | 'exposure' | 'reasons'> & {
  readonly workload: PortRow['workload'] | undefined
}

function rowsOf({ rows, answer, widenings, isAll }: ExposureReport): Row[] {
  const reported = widenings ? widenings.map(({ row }) => row) : rows
  if (!isAll) return [...reported]
  const ofPorts = reported.flatMap((row): Row[] =>
    row.exposures.length === 0 ? [row] : row.exposures.map((exposure) => ({ ...row, ...ofExposure(exposure) })),
  )
  const leadNowhere = widenings ? [] : answer.exposures.filter(({ workload }) => workload === undefined)
  return [
    ...ofPorts,
    ...leadNowhere.map((one) => ({ ...ofExposure(one), workload: undefined, protocol: one.protocol, port: 0 })),
  ]
}

function ofExposure(exposure: Exposure): Pick<Row, 'verdict' | 'exposure' | 'reasons'> {
  return { verdict: exposure.verdict, exposure, reasons: exposure.reasons }
}

function cellsOf({ workload, protocol, port, verdict, exposure, reasons }: Row): string[] {
  return [
    workload?.namespace ?? exposure?.entry.object.namespace ?? '-',
    workload?.name ?? '-',
    workload?.kind ?? '-',
    protocol,
    String(port),
    verdict,
    exposure && (verdict !== 'none' || exposure.finding) ? entryText(exposure.entry) : '-',
    exposure && exposure.sources.length > 0 ? exposure.sources.join(',') : '-',
    [...new Set(reasons.map(({ code }) => code))].join(',') || '-',
  ]
}

/** Such as `LoadBalancer app/web:80`; hosts and paths follow where there are any. */
function entryText({ kind, object, port, host, path }: Entry): string {
  const place = `${kind} ${object.namespace}/${object.name}${port === undefined ? '' : `:${port}`}`
  return host + path === '' ? place : `${place} ${host || '*'}${path}`
}

function asJson({ rows, answer, widenings, isAll }: ExposureReport): unknown {
  const changes = new Map(widenings?.map((widening) => [widening.row, widening]))
  const reported = widenings ? widenings.map(({ row }) => row) : rows
  return {
    rows: reported.map((row) => {
      const change = changes.get(row)
      return {
        ...row.workload,
        workload: row.workload.name,
        name: undefined,
        protocol: row.protocol,
        port: row.port,
        verdict: row.verdict,
        ...(change ? { change: change.change, before: change.before } : {}),
        reasons: row.reasons,
        exposure: row.exposure ?? null,
        ...(isAll ? { exposures: row.exposures } : {}),
      }
    }),
    findings: widenings ? [] : answer.exposures.filter(({ finding }) => finding !== undefined),
    gaps: answer.gaps,
  }
}

function asMarkdown(report: ExposureReport): string {
  const { widenings, answer } = report
  const gaps = answer.gaps.map(({ kind, text }) => `- ${markdown(kind)}: ${markdown(text)}\n`)
  const unseen = gaps.length === 0 ? '' : `\nNot seen:\n\n${gaps.join('')}`
  const cells = rowsOf(report).map(cellsOf)
  if (!widenings) return `### Exposure\n\n${asMarkdownTable(COLUMNS, cells)}${unseen}`
  if (widenings.length === 0) return `### Exposure\n\nThis change opens nothing.\n${unseen}`
  return `### Exposure\n\n${widenings.map(sentenceOf).join('')}\n${asMarkdownTable(COLUMNS, cells)}${unseen}`
}

const REACHED_BY: Readonly<Record<Verdict, string>> = {
  internet: 'opens {} to the internet',
  restricted: 'opens {} to some public addresses',
  possible: 'may open {}',
  private: 'opens {} to private addresses',
  blocked: 'leads to {}, which policies block',
  none: 'does not open {}',
}

function sentenceOf({ row, before }: Widening): string {
  const { workload, port, protocol, verdict, exposure } = row
  const what = `${port}/${protocol} of ${markdown(`${workload.kind} ${workload.namespace}/${workload.name}`)}`
  const by = exposure ? `, by ${markdown(entryText(exposure.entry))}` : ''
  const was = before === 'none' ? '' : ` It was ${before} before.`
  return `- This change ${REACHED_BY[verdict].replace('{}', () => what)}${by}.${was}\n`
}
