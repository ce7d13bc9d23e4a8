import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { type Fields, fieldsOf, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { AnalysisSettings, Reason } from '../model.ts'

/** Whether anything in the cluster enforces policies, and how that is known. */
export interface Enforcement {
  readonly enforced: boolean
  readonly reasons: readonly Reason[]
}

/** A network plug-in that runs; undefined where it is not told whether it enforces policies. */
export interface SeenPlugin {
  readonly name: string
  readonly enforces: boolean | undefined
}

/** The kinds of objects that plug-ins are seen in. */
export const PLUGIN_KINDS: readonly string[] = ['DaemonSet', 'Pod']

/**
 * Looks at what runs: one plug-in that enforces is enough, next to any other. Where none is recognized, as in manifests of
 * applications or where the plug-in is a part of the node, policies count as enforced and a reason says that this is not known.
 */
export function detectEnforcement({ objects }: ClusterObjects, setting: AnalysisSettings['enforcement']): Enforcement {
  const seen =
    setting === 'detect'
      ? PLUGIN_KINDS.flatMap((kind) => (objects.get(kind) ?? []).flatMap((object) => pluginsOf(kind, object)))
      : []
  return enforcementBy(seen, setting)
}

/** The plug-ins that an object of one of `PLUGIN_KINDS` runs. */
export function pluginsOf(kind: string, object: KubernetesObject): SeenPlugin[] {
  const own = fieldsOf(object['spec'])
  const spec = kind === 'Pod' ? own : fieldsOf(fieldsOf(own['template'])['spec'])
  return listOf(spec['containers']).flatMap((fields): SeenPlugin[] => {
    const image = textOf(fields['image'])
    const plugin = PLUGINS.find((one) => one.image.test(image))
    return plugin ? [{ name: plugin.name, enforces: plugin.enforces(containerOf(fields, image)) }] : []
  })
}

/** What the plug-ins that are seen come to; the same in whatever order. */
export function enforcementBy(seen: readonly SeenPlugin[], setting: AnalysisSettings['enforcement']): Enforcement {
  if (setting !== 'detect') {
    const enforced = setting === 'enforced'
    const text = `It is set by hand that policies are ${enforced ? '' : 'not '}enforced.`
    return { enforced, reasons: [{ code: 'enforcementSet', text }] }
  }
  const enforcing = namesOf(seen.filter(({ enforces }) => enforces === true))
  if (enforcing !== '') return known(true, 'pluginEnforces', `${enforcing} runs, which enforces policies.`)
  const idle = namesOf(seen.filter(({ enforces }) => enforces === false))
  const unsure = seen.some(({ enforces }) => enforces === undefined)
  if (idle !== '' && !unsure) {
    return known(false, 'pluginDoesNotEnforce', `${idle} runs and nothing that enforces policies: they have no effect.`)
  }
  return known(
    true,
    'enforcementUnknown',
    'No network plug-in that enforces policies is recognized: it is assumed that one does.',
  )
}

function known(enforced: boolean, code: string, text: string): Enforcement {
  return { enforced, reasons: [{ code, text }] }
}

function namesOf(plugins: readonly { readonly name: string }[]): string {
  return [...new Set(plugins.map(({ name }) => name))].sort().join(' and ')
}

interface Container {
  readonly name: string
  readonly image: string
  readonly args: readonly string[]
}

interface Plugin {
  readonly name: string
  readonly image: RegExp
  /** Undefined where the container does not tell. */
  readonly enforces: (container: Container) => boolean | undefined
}

const always = () => true
const never = () => false
/** Images from then on bring the enforcement. Source: kind, release 0.24. */
const KINDNET_ENFORCES_FROM = 20_240_813

/**
 * By the container's image. Sources: the plug-ins' own manifests; Amazon VPC CNI, "Restrict pod network traffic"; Terway, "Use network
 * policies", where a container named `policy` enforces.
 */
const PLUGINS: readonly Plugin[] = [
  { name: 'Calico', image: /(?:^|\/)(?:calico\/node|mirrored-calico-node|hardened-calico)[:@]/, enforces: always },
  { name: 'Cilium', image: /(?:^|\/)(?:cilium\/cilium(?:-ci)?|mirrored-cilium-cilium|cilium)[:@]/, enforces: always },
  { name: 'GKE Dataplane V2', image: /(?:^|\/)anet-?d?[:@]|\/gke\/cilium\//, enforces: always },
  { name: 'Weave Net', image: /(?:^|\/)weave-npc[:@]/, enforces: always },
  {
    name: 'kube-router',
    image: /(?:^|\/)kube-router[:@]/,
    enforces: ({ args }) => !args.includes('--run-firewall=false'),
  },
  { name: 'Antrea', image: /(?:^|\/)antrea-(?:agent-)?(?:ubuntu|ubi)[:@]/, enforces: always },
  { name: 'OVN-Kubernetes', image: /(?:^|\/)ovn-kube(?:rnetes)?(?:-[a-z]+)?[:@]/, enforces: always },
  { name: 'Azure NPM', image: /(?:^|\/)azure-npm[:@]/, enforces: always },
  { name: 'kube-network-policies', image: /(?:^|\/)kube-network-policies[:@]/, enforces: always },
  {
    name: 'Amazon VPC CNI',
    image: /(?:^|\/)(?:aws-network-policy-agent|amazon\/aws-network-policy-agent)[:@]/,
    enforces: ({ args }) => args.includes('--enable-network-policy=true'),
  },
  { name: 'Amazon VPC CNI', image: /(?:^|\/)amazon-k8s-cni[:@]/, enforces: never },
  { name: 'Terway', image: /(?:^|\/)terway[:@]/, enforces: ({ name }) => (name === 'policy' ? undefined : false) },
  { name: 'kindnet', image: /(?:^|\/)kindnetd[:@]/, enforces: kindnetEnforces },
  { name: 'Flannel', image: /(?:^|\/)(?:flannel|mirrored-flannel-flannel|hardened-flannel)[:@]/, enforces: never },
]

function kindnetEnforces({ image }: Container): boolean | undefined {
  const date = /:v(\d{8})\b/.exec(image)?.[1]
  return date === undefined ? undefined : Number(date) >= KINDNET_ENFORCES_FROM
}

function containerOf(fields: Fields, image: string): Container {
  return {
    name: textOf(fields['name'], 253),
    image,
    args: [...textsOf(fields['command']), ...textsOf(fields['args'])],
  }
}
