import type { Labels } from './object.ts'

/** What an annotation, a class or a parameter says of a load balancer: where it is heard, and the words that say so. */
export interface DeclaredReach {
  readonly reach: 'public' | 'private'
  readonly evidence: string
}

/** What of a Service tells it. */
interface Marked {
  readonly annotations: Labels
  /** Empty where it has none. */
  readonly loadBalancerClass: string
}

/** What annotation or class of a load balancer says of where it is heard; undefined when nothing does. */
export function declaredReachOf({ annotations, loadBalancerClass }: Marked): DeclaredReach | undefined {
  for (const { name, reach } of MARKS) {
    const value = annotations[name]
    const found = value === undefined ? undefined : reach(value)
    if (found) return { reach: found, evidence: `${name} = ${value}` }
  }
  return declaredByClass(annotations, loadBalancerClass)
}

interface Mark {
  readonly name: string
  reach(value: string): DeclaredReach['reach'] | undefined
}

/** One value is private, another one public; all others say nothing. */
function mark(name: string, internal: readonly string[], open: readonly string[] = []): Mark {
  const reach = (value: string) => (internal.includes(value) ? 'private' : open.includes(value) ? 'public' : undefined)
  return { name, reach }
}

const PREFIX = 'service.beta.kubernetes.io/'

/**
 * The newer name of a mark before the older one.
 * Sources: the references of the load balancer controllers of Alibaba Cloud (values are case-sensitive), AWS, Google Cloud and Azure.
 */
const MARKS: readonly Mark[] = [
  mark(`${PREFIX}alibaba-cloud-loadbalancer-address-type`, ['intranet'], ['internet']),
  mark(`${PREFIX}alicloud-loadbalancer-address-type`, ['intranet'], ['internet']),
  mark(`${PREFIX}aws-load-balancer-scheme`, ['internal'], ['internet-facing']),
  mark(`${PREFIX}aws-load-balancer-internal`, ['true', '0.0.0.0/0'], ['false']),
  mark('networking.gke.io/load-balancer-type', ['Internal', 'internal'], ['External']),
  mark('cloud.google.com/load-balancer-type', ['Internal', 'internal'], ['External']),
  mark(`${PREFIX}azure-load-balancer-internal`, ['true'], ['false']),
]

/** Source: AWS Load Balancer Controller, from version 2.2: what it makes is internal unless a scheme says otherwise. */
function declaredByClass(annotations: Labels, loadBalancerClass: string): DeclaredReach | undefined {
  if (loadBalancerClass === 'service.k8s.aws/nlb')
    return { reach: 'private', evidence: 'spec.loadBalancerClass = service.k8s.aws/nlb without a scheme' }
  const type = `${PREFIX}aws-load-balancer-type`
  const value = annotations[type]
  if (value === 'external' || value === 'nlb-ip')
    return { reach: 'private', evidence: `${type} = ${value} without a scheme` }
  return undefined
}
