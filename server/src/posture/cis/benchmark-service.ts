import type {
  BenchmarkSectionShape,
  BenchmarkService,
  BenchmarkVersion,
  NodeJobShape,
  ReadNodeReport,
} from '@breakwater/schema/benchmark-service.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import { CIS_VERSIONS } from '../frameworks.ts'
import { fittingVersion } from './fitting-version.ts'
import { benchmarksNamed, readKubeBench } from './kube-bench.ts'
import { NODE_JOB_LABEL, nodeJobManifest } from './node-job.ts'
import { nodeAnswersOf, readNodeReports } from './node-report.ts'
import { sectionOf, titleOfSection } from './sections.ts'
import { benchmarkStates } from './state.ts'

const MOST_CHARACTERS = 4_194_304
/** Source: Kubernetes, Object Names and IDs: DNS subdomain names, and label names. */
const NODE_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/
const NAMESPACE_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const IMAGE = /^[A-Za-z0-9][\w./:@-]{0,510}$/

export function createBenchmarkService(): BenchmarkService {
  return {
    versionFor: fittingVersion,
    sections(version, facts) {
      const bySection = Map.groupBy(benchmarkStates(version, facts), ({ number }) => sectionOf(number))
      return [...bySection].map(
        ([section, checks]): BenchmarkSectionShape => ({ section, title: titleOfSection(section, version), checks }),
      )
    },
    readReports,
    nodeJob,
  }
}

function readReports(text: string, node: string): readonly ReadNodeReport[] {
  if (text.length > MOST_CHARACTERS)
    throw new RequestError('TOO_LARGE', 'At most 4 MiB at once. Bring the reports of fewer nodes.', ['report'])
  const told = readNodeReports(text)
  if (told.length > 0) {
    if (told.some((report) => !NODE_NAME.test(report.node)))
      throw new RequestError('INVALID', 'A report names no node. Use the manifest as it is given.', ['report'])
    return told.map((report) => ({
      ...{ node: report.node, source: 'JOB' },
      states: statesOf(CIS_VERSIONS.map((version) => [version, nodeAnswersOf(report, version)])),
    }))
  }
  const read = readKubeBench(text).filter(({ answers }) => answers.size > 0)
  if (read.length === 0) throw unread(text)
  if (!NODE_NAME.test(node))
    throw new RequestError('NODE_MISSING', 'kube-bench does not tell its node. Name the node that it ran on.', ['node'])
  return [{ node, source: 'KUBE_BENCH', states: statesOf(read.map(({ version, answers }) => [version, answers])) }]
}

function statesOf(
  answers: readonly (readonly [BenchmarkVersion, ReadonlyMap<string, ReadNodeReport['states'][string][string]>])[],
): ReadNodeReport['states'] {
  return Object.fromEntries(answers.map(([version, ofVersion]) => [version, Object.fromEntries(ofVersion)]))
}

function unread(text: string): RequestError {
  const known = CIS_VERSIONS.map((version) => `cis-${version}`)
  const named = benchmarksNamed(text)
  if (named.length === 0)
    return new RequestError(
      'NOT_A_REPORT',
      'This is no report: paste the logs of the node job, or what `kube-bench --json` wrote.',
      ['report'],
    )
  const message = `Of ${named.slice(0, 3).join(', ')} nothing is known. Run \`kube-bench --json --benchmark ${known.at(-1)}\`; known are ${known.join(', ')}.`
  return new RequestError('BENCHMARK_UNKNOWN', message, ['report'])
}

function nodeJob({ namespace, image }: Parameters<BenchmarkService['nodeJob']>[0]): NodeJobShape {
  const inNamespace = namespace ?? 'breakwater-nodes'
  if (!NAMESPACE_NAME.test(inNamespace))
    throw new RequestError('INVALID', 'A namespace is named by lower-case letters, digits and dashes.', ['namespace'])
  if (typeof image === 'string' && !IMAGE.test(image))
    throw new RequestError('INVALID', 'Name an image as it is pulled, such as `registry.example.com/busybox:1.37.0`.', [
      'image',
    ])
  const [label, value] = NODE_JOB_LABEL
  return {
    manifest: nodeJobManifest({ namespace: inNamespace, ...(image && { image }) }),
    apply: 'kubectl apply -f node-report.yaml',
    collect: `kubectl logs --namespace ${inNamespace} --selector ${label}=${value} --tail=-1 --max-log-requests=2000 > node-reports.json`,
    remove: 'kubectl delete -f node-report.yaml',
  }
}
