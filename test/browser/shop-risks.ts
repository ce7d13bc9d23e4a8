import { expect, type Page } from '@playwright/test'
import { ask } from './ask.ts'

/** What is wrong with the sample cluster for the domain of the browser tests. */
export interface ShopFinding {
  readonly rule: string
  readonly title: string
  readonly severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN'
  readonly priority: 'HIGH' | 'MEDIUM' | 'LOW'
  readonly reasons: readonly string[]
  readonly advice: string
  readonly asset: string
  readonly assetName: string
  readonly namespace: string
  readonly owner?: string
}

export interface ShopAnalysis {
  readonly cluster: string
  /** Of the kind CONFIGURATION. */
  readonly configuration: readonly ShopFinding[]
  /** Of the kind VULNERABILITY. */
  readonly vulnerabilities: readonly ShopFinding[]
}

/** Looks at the sample cluster, which must be synchronized; what it finds is not written yet. */
export async function analyzeShop(page: Page): Promise<ShopAnalysis> {
  const { clusters, containers, services, namespaces, images } = await ask<ShopData>(page, SHOP)
  const [shop] = clusters.nodes
  if (!shop) throw new Error('The sample cluster is not loaded.')
  const containersOf = (workload: string) => containers.nodes.filter((each) => each.workload.name === workload)
  const [database] = services.nodes.filter((each) => each.type === 'LoadBalancer' && each.namespace === 'data')
  const [noPolicies] = namespaces.nodes.filter((each) => each.name === 'default')
  const [postgres] = images.nodes.filter((each) => each.reference.includes('/postgres:') && each.digest !== null)
  if (!database || !noPolicies || !postgres?.digest) throw new Error('The sample cluster is not as expected.')
  return {
    cluster: shop.id,
    configuration: [
      ...containersOf('node-agent').map((container) => ({ ...PRIVILEGED, ...inside(container) })),
      ...containersOf('payments-api').map((container) => ({ ...PASSWORD, ...inside(container), owner: 'payments' })),
      ...containersOf('catalogue').map((container) => ({ ...ROOT, ...inside(container) })),
      ...containersOf('checkout').map((container) => ({ ...ROOT, ...inside(container) })),
      ...containersOf('kafka').map((container) => ({ ...NO_LIMIT, ...inside(container) })),
      { ...OPEN_DATABASE, ...inside(database) },
      { ...NO_POLICY, asset: noPolicies.id, assetName: noPolicies.name, namespace: noPolicies.name },
      { ...WILDCARD, asset: shop.id, assetName: shop.name, namespace: '' },
    ],
    vulnerabilities: [{ ...VULNERABLE, asset: imageId(postgres.digest), assetName: postgres.reference, namespace: '' }],
  }
}

/** In the address of a list of risks: the open ones of the test's own domain, without what the product has found by itself. */
export const OWN_KINDS = 'kinds=CONFIGURATION,VULNERABILITY&states=OPEN'

/**
 * Takes away the risks that the product has found by itself, once all its analyses have ended, so that numbers are those of the test's own
 * domain. They come back when the cluster changes.
 */
export async function withoutFoundRisks(page: Page, cluster: string): Promise<void> {
  await settled(page, cluster)
  await report(page, cluster, 'EXPOSURE', [])
  await report(page, cluster, 'CONFIGURATION', [])
}

/** Waits until nothing more will be said of the cluster: what is exposed decides what comes first among what is set up wrongly. */
export async function settled(page: Page, cluster: string): Promise<void> {
  await analyzed(page, cluster)
  await ask(
    page,
    'mutation ($cluster: ID!) { checkConfiguration(input: { clusterIds: [$cluster] }) { userErrors { message } } }',
    { cluster },
  )
  await analyzed(page, cluster)
}

/** Waits until the cluster was synchronized, and all analyses that follow have ended. */
export async function analyzed(page: Page, cluster: string): Promise<void> {
  const isDone = async () => {
    const { node, tasks } = await ask<Analyzed>(page, ANALYZED, { cluster })
    return node.exposureSummary.analyzed !== null && node.checkSummary.analyzed !== null && tasks.totalCount === 0
  }
  await expect.poll(isDone, { timeout: 100_000 }).toBe(true)
}

interface Analyzed {
  readonly node: Record<'exposureSummary' | 'checkSummary', { readonly analyzed: string | null }>
  readonly tasks: { readonly totalCount: number }
}

const ANALYZED = `query ($cluster: ID!) {
  node(id: $cluster) { ... on Cluster { exposureSummary { analyzed } checkSummary { analyzed } } }
  tasks(
    first: 1
    filter: { kinds: [CONTAINER_ASSET_SYNC, CONTAINER_EXPOSURE, CONFIG_CHECK], states: [QUEUED, RUNNING] }
  ) { totalCount }
}`

/** Makes the risks of a kind be `findings`; what is not among them is resolved, unless `incomplete` says what was not seen. */
export async function report(
  page: Page,
  cluster: string,
  kind: 'CONFIGURATION' | 'VULNERABILITY' | 'EXPOSURE',
  findings: readonly ShopFinding[],
  incomplete?: string,
): Promise<void> {
  await ask(
    page,
    `mutation ($cluster: ID!, $kind: RiskKind!, $findings: [TestFinding!]!, $incomplete: String) {
      analyzeForTest(cluster: $cluster, kind: $kind, findings: $findings, incomplete: $incomplete)
    }`,
    { cluster, kind, findings, incomplete },
  )
}

const SHOP = `{
  clusters(first: 1) { nodes { id name } }
  containers(first: 100) { nodes { id name namespace workload { name } } }
  services(first: 100) { nodes { id name namespace type } }
  namespaces(first: 100) { nodes { id name } }
  images: imagesInUse(first: 100) { nodes { digest reference } }
}`

interface Named {
  readonly id: string
  readonly name: string
}

interface ShopData {
  readonly clusters: { readonly nodes: readonly Named[] }
  readonly containers: {
    readonly nodes: readonly (Named & { namespace: string; workload: { readonly name: string } })[]
  }
  readonly services: { readonly nodes: readonly (Named & { namespace: string; type: string })[] }
  readonly namespaces: { readonly nodes: readonly Named[] }
  readonly images: { readonly nodes: readonly { digest: string | null; reference: string }[] }
}

function inside(asset: Named & { namespace: string }) {
  return { asset: asset.id, assetName: asset.name, namespace: asset.namespace }
}

/** Images are no nodes of the API yet; their ids are made like all others. */
function imageId(digest: string): string {
  return Buffer.from(`v1:Image:${digest}`).toString('base64url')
}

const PRIVILEGED = {
  rule: 'privileged-container',
  title: 'Runs privileged',
  severity: 'CRITICAL',
  priority: 'HIGH',
  reasons: ['Whoever takes over the container owns its node.', 'It mounts `/` of the node.'],
  advice: 'Set `securityContext.privileged: false` and add only the capabilities that it needs, such as `NET_ADMIN`.',
} as const
const PASSWORD = {
  rule: 'secret-in-environment',
  title: 'Password in an environment variable',
  severity: 'HIGH',
  priority: 'HIGH',
  reasons: ['Everybody who may read pods can read it.'],
  advice: 'Keep it in a Secret and name that with `valueFrom.secretKeyRef`.',
} as const
const OPEN_DATABASE = {
  rule: 'database-on-load-balancer',
  title: 'A database listens on a load balancer that everybody on the Internet may reach',
  severity: 'CRITICAL',
  priority: 'HIGH',
  reasons: ['Its load balancer has a public address.'],
  advice: 'Make the service `ClusterIP`, or give `loadBalancerSourceRanges`.',
} as const
const WILDCARD = {
  rule: 'wildcard-role',
  title: 'A role may do everything',
  severity: 'HIGH',
  priority: 'MEDIUM',
  reasons: ['Two service accounts have it.'],
  advice: 'Name the verbs and resources that are needed instead of `*`.',
} as const
const ROOT = {
  rule: 'runs-as-root',
  title: 'Runs as root',
  severity: 'MEDIUM',
  priority: 'MEDIUM',
  reasons: ['A flaw in the application is a flaw of the node.'],
  advice: 'Set `securityContext.runAsNonRoot: true`.',
} as const
const NO_POLICY = {
  rule: 'no-network-policy',
  title: 'No network policy',
  severity: 'UNKNOWN',
  priority: 'LOW',
  reasons: [],
  advice: 'Start with a policy that allows what is known and denies the rest.',
} as const
const NO_LIMIT = {
  rule: 'no-memory-limit',
  title: 'No memory limit',
  severity: 'LOW',
  priority: 'LOW',
  reasons: ['It can take the memory of its neighbors.'],
  advice: 'Set `resources.limits.memory`.',
} as const
const VULNERABLE = {
  rule: 'CVE-2026-10001',
  title: 'libxml2 2.9.14: heap overflow while parsing',
  severity: 'CRITICAL',
  priority: 'HIGH',
  reasons: ['It is exploited in the wild.', 'A fixed version is there.'],
  advice: 'Build on `postgres:16.9` or later.',
} as const
