import { configMapNormalizer } from './config-map.ts'
import { customPolicyNormalizer } from './custom-policies.ts'
import { namespaceNormalizer } from './namespace.ts'
import { nodeNormalizer } from './node.ts'
import type { Normalizer } from './normalizer.ts'
import { plainNormalizer } from './plain.ts'
import { podNormalizer } from './pod.ts'
import { serviceNormalizer } from './service.ts'
import { workloadNormalizer } from './workload.ts'

const NORMALIZERS: readonly Normalizer[] = [
  namespaceNormalizer,
  nodeNormalizer,
  workloadNormalizer,
  podNormalizer,
  serviceNormalizer,
  configMapNormalizer,
  customPolicyNormalizer,
  plainNormalizer,
]

const byKind = new Map(NORMALIZERS.flatMap((normalizer) => normalizer.kinds.map((kind) => [kind, normalizer])))

/** The normalizer of a kind; kinds that none is for are kept whole. */
export function normalizerOf(kind: string): Normalizer {
  return byKind.get(kind) ?? plainNormalizer
}
