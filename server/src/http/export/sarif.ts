import type { Row } from '@breakwater/schema/export/rows.ts'
import type { DownloadRequest } from '@breakwater/schema/services.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import {
  SARIF_SCHEMA,
  SARIF_TOOL,
  SARIF_VERSION,
  type SarifRule,
  type SarifSeverity,
  sarifResult,
  sarifRule,
} from '../../kubernetes/sarif.ts'

/** The only list of which a file of static analysis can be made. */
const LIST = 'checkResults'

/** What it takes of each row, whatever columns were asked for. */
const COLUMNS = [
  ...['id', 'rule', 'title', 'result', 'severity', 'path', 'text', 'reason', 'cluster.name'],
  ...['object.kind', 'object.namespace', 'object.name', 'check.why', 'check.remedy', 'check.frameworks'],
].map((field) => ({ field }))

interface CheckResultRow {
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly result: 'FAIL' | 'NOT_ASSESSABLE' | 'EXEMPT'
  readonly severity: string
  readonly path: string
  readonly text: string
  readonly reason: string
  readonly cluster: { readonly name: string }
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string } | null
  readonly check: Pick<SarifRule, 'why' | 'remedy' | 'frameworks'> | null
}

/** The request with the columns that the format needs. Throws `RequestError` FORMAT_INVALID for a list that it is not for. */
export function requestOfSarif(request: DownloadRequest): DownloadRequest {
  if (request.list === LIST) return { ...request, columns: COLUMNS }
  throw new RequestError('FORMAT_INVALID', `Only ${LIST} can be written as SARIF.`, ['format'])
}

/**
 * What is wrong, and what is exempt as suppressed, as text: a page of results after the other. The rules come behind them, when it is known which
 * ones there are: members of an object have no order.
 */
export async function* sarifText(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  const rules = new Map<string, { readonly index: number; readonly told: unknown }>()
  yield `{"$schema":"${SARIF_SCHEMA}","version":"${SARIF_VERSION}","runs":[{"results":[`
  let separator = ''
  for await (const page of pages) {
    for (const row of page as unknown as readonly CheckResultRow[]) {
      if (row.result === 'NOT_ASSESSABLE') continue
      yield `${separator}\n${JSON.stringify(resultOf(row))}`
      separator = ','
    }
  }
  const driver = { name: SARIF_TOOL, rules: [...rules.values()].map(({ told }) => told) }
  yield `\n],"tool":${JSON.stringify({ driver })}}]}\n`

  function resultOf({ id, rule, result, path, text, reason, object, cluster, ...row }: CheckResultRow): unknown {
    const severity = severityOf(row.severity)
    const { why = '', remedy = '', frameworks = [] } = row.check ?? {}
    const known = rules.get(rule) ?? {
      index: rules.size,
      told: sarifRule({ id: rule, title: row.title, severity, why, remedy, frameworks }),
    }
    rules.set(rule, known)
    return sarifResult({
      ...{ rule, ruleIndex: known.index, severity, cluster: cluster.name, path, text },
      object: object ?? { kind: '', namespace: '', name: '' },
      fingerprint: { 'checkResult/v1': id },
      justification: result === 'EXEMPT' ? reason : undefined,
    })
  }
}

const SEVERITIES: readonly SarifSeverity[] = ['critical', 'high', 'medium', 'low']

function severityOf(word: string): SarifSeverity {
  return SEVERITIES.find((severity) => severity === word.toLowerCase()) ?? 'low'
}
