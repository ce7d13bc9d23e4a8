import type { ObjectRef } from './object.ts'

/** What is wrong with objects, in the format of static analysis. Source: OASIS SARIF 2.1.0. */

export type SarifSeverity = 'critical' | 'high' | 'medium' | 'low'

export const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
export const SARIF_VERSION = '2.1.0'
export const SARIF_TOOL = 'Breakwater'

const LEVELS: Readonly<Record<SarifSeverity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
}
/** Source: GitHub, "SARIF support for code scanning": from 9.0 critical, from 7.0 high, from 4.0 medium. */
const SCORES: Readonly<Record<SarifSeverity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' }

export interface SarifRule {
  readonly id: string
  readonly title: string
  readonly severity: SarifSeverity
  readonly why: string
  readonly remedy: string
  /** Requirements of frameworks. */
  readonly frameworks: readonly {
    readonly framework: string
    readonly version: string
    readonly section: string
  }[]
}

export interface SarifFinding {
  readonly rule: string
  /** In the list of rules. */
  readonly ruleIndex: number
  readonly severity: SarifSeverity
  readonly object: ObjectRef
  /** The name of the cluster, where several may be meant. */
  readonly cluster?: string
  readonly path: string
  readonly text: string
  /** What is the same for the same finding, under the name of how it is made. */
  readonly fingerprint: Readonly<Record<string, string>>
  /** Why it is held for right; undefined for what is wrong. */
  readonly justification?: string | undefined
}

export function sarifRule({ id, title, severity, why, remedy, frameworks }: SarifRule): unknown {
  const tags = frameworks.map(({ framework, version, section }) => joined([framework, version, section], ' '))
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why || title },
    help: { text: remedy || title },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SCORES[severity], tags: ['security', ...new Set(tags)] },
  }
}

export function sarifResult(finding: SarifFinding): unknown {
  const { rule, ruleIndex, severity, object, cluster = '', path, text, fingerprint, justification } = finding
  const parts = [cluster, object.kind, object.namespace, object.name]
  const name = joined(parts, '/')
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: text || name },
    locations: [
      {
        // An object of a cluster is in no file: its address stands for one, so that programs which want one take it.
        physicalLocation: {
          artifactLocation: { uri: joined(parts.map(encodeURIComponent), '/') || 'cluster' },
          region: { startLine: 1 },
        },
        logicalLocations: [{ name, fullyQualifiedName: joined([name, path], ' '), kind: 'resource' }],
      },
    ],
    partialFingerprints: fingerprint,
    ...(justification === undefined ? {} : { suppressions: [{ kind: 'external', justification }] }),
  }
}

function joined(parts: readonly string[], by: string): string {
  return parts.filter((part) => part !== '').join(by)
}
