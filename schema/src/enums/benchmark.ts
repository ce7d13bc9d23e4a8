import type { NODE_REPORT_SOURCES } from '@breakwater/drizzle/tables/posture.ts'
import type { BenchmarkVersion, BenchmarkState as State } from '../benchmark-service.ts'
import { builder } from '../builder.ts'
import { describedEnum } from './described-enum.ts'

export const CisVersion = builder.enumType('CisVersion', {
  description: 'A version of the CIS Kubernetes Benchmark.',
  values: {
    V1_10: { value: '1.10', description: '1.10, for Kubernetes 1.28.' },
    V1_11: { value: '1.11', description: '1.11, for Kubernetes 1.29 to 1.31.' },
    V1_12: { value: '1.12', description: '1.12, for Kubernetes 1.32 and 1.33.' },
  } as const satisfies Readonly<Record<string, { readonly value: BenchmarkVersion; readonly description: string }>>,
})

export const BenchmarkState = describedEnum<State>('BenchmarkState', 'What is known of a check of a benchmark.', {
  FAIL: 'Something is wrong.',
  EXEMPT: 'Nothing is wrong but for what is held for right.',
  PASS: 'All is right.',
  MANUAL: 'It is for a person to say.',
  NOT_ASSESSABLE: 'Nothing can be said: what would tell it is not seen. It is no pass.',
})

export const NodeReportSource = describedEnum<(typeof NODE_REPORT_SOURCES)[number]>(
  'NodeReportSource',
  'Who looked at a node.',
  { JOB: 'The job of `nodeJob`.', KUBE_BENCH: 'kube-bench.' },
)
