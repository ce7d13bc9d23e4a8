import { declaredReachOf } from '../../kubernetes/load-balancer-marks.ts'
import type { Exposure } from '../model.ts'
import { type Service, serviceOf } from '../services.ts'
import type { Attempt, Refused } from './attempt.ts'
import { isOpen } from './differences.ts'
import { withAnnotations } from './draft.ts'
import { providerOf } from './providers.ts'
import { followAddresses, publishedAt } from './published-addresses.ts'
import type { Provider } from './what-if.ts'

/** Marks the service of a load balancer as internal, as its provider reads it. */
export function makeServiceInternal(
  { draft, cluster, note }: Attempt,
  exposure: Exposure,
  asked: Provider | undefined,
): Refused {
  const { entry } = exposure
  const object = draft.get(entry.object)
  if (entry.kind === 'NodePort' && object && serviceOf(object).type === 'LoadBalancer')
    return 'An internal load balancer leaves its node ports open. Make the service ClusterIP, or take its node ports away.'
  if (entry.kind !== 'LoadBalancer' || !object)
    return `Only a load balancer can be made internal, and this is ${entry.kind}.`
  const service = serviceOf(object)
  if (declaredReachOf(service)?.reach === 'private')
    return isOpen(exposure)
      ? 'It is marked as internal already, and yet it is published at a public address. Delete the service and make it again.'
      : undefined
  const detected = providerOf(cluster, object)
  const provider = asked ?? detected
  if (!provider)
    return 'Whose load balancer it is cannot be told from nodes, annotations or classes. Say which provider it is: ACK, AWS, GKE or AZURE.'
  if (detected && asked && detected !== asked) note(`The objects look like ${detected}, not like ${asked}.`)
  const marked = withAnnotations(object, marksOf(provider, service))
  // A name that stands for the new address keeps the ways by which controllers are found.
  const address = { hostname: `internal.${entry.object.name}.${entry.object.namespace}.invalid` }
  followAddresses(draft, object, address)
  draft.put(entry.object, service.published.length > 0 ? publishedAt(marked, address) : marked)
  note(
    'It is assumed that the load balancer gets a new, internal address. Some providers never change one that exists: then the service has to be deleted and made again.',
  )
  return undefined
}

const PREFIX = 'service.beta.kubernetes.io/'

/** Marks to set, and others to take out that say otherwise. Sources: as for the reading of marks, in `kubernetes/load-balancer-marks.ts`. */
function marksOf(provider: Provider, service: Service): Readonly<Record<string, string | undefined>> {
  if (provider === 'AWS') return awsMarks(service)
  const [mark, older, value] = MARKS[provider]
  return { [mark]: value, ...(older === '' ? {} : { [older]: undefined }) }
}

const MARKS: Readonly<Record<Exclude<Provider, 'AWS'>, readonly [mark: string, older: string, value: string]>> = {
  ACK: [`${PREFIX}alibaba-cloud-loadbalancer-address-type`, `${PREFIX}alicloud-loadbalancer-address-type`, 'intranet'],
  GKE: ['networking.gke.io/load-balancer-type', 'cloud.google.com/load-balancer-type', 'Internal'],
  AZURE: [`${PREFIX}azure-load-balancer-internal`, '', 'true'],
}

/** AWS Load Balancer Controller reads a scheme; what Kubernetes itself brought along for AWS reads only the older mark. */
function awsMarks({ annotations, loadBalancerClass }: Service): Readonly<Record<string, string | undefined>> {
  const scheme = `${PREFIX}aws-load-balancer-scheme`
  const older = `${PREFIX}aws-load-balancer-internal`
  const type = annotations[`${PREFIX}aws-load-balancer-type`] ?? ''
  const isOfController =
    loadBalancerClass !== '' || annotations[scheme] !== undefined || ['external', 'nlb-ip'].includes(type)
  return isOfController ? { [scheme]: 'internal', [older]: undefined } : { [older]: 'true' }
}
