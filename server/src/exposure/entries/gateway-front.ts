import { type Fields, fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import { type DeclaredReach, declaredReachOf } from '../../kubernetes/load-balancer-marks.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { addressClassOf } from '../addresses.ts'
import { type Cluster, nameOf } from '../cluster.ts'
import { type Controller, NOBODY, podsBehind, podsByAddress, podsOfSetting } from '../controllers.ts'
import { EVERYBODY } from '../front.ts'
import type { Index } from '../live/catalog.ts'
import { labelsOf, refOf } from '../pods.ts'
import { type ProxyFront, proxyFront } from '../proxy-front.ts'
import type { PublishedAddress, Service } from '../services.ts'
import type { Reached } from './entry-kind.ts'

/** Labels by which makers of gateways mark the service that stands for one. */
const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name'
const ENVOY_NAME = 'gateway.envoyproxy.io/owning-gateway-name'
const ENVOY_NAMESPACE = 'gateway.envoyproxy.io/owning-gateway-namespace'

/** Addresses of the status, else of the spec, else those of the service that was made for the gateway. */
export function gatewayFrontOf(
  cluster: Cluster,
  reached: Reached,
  gateway: KubernetesObject,
  ports: readonly number[],
): ProxyFront {
  const spec = fieldsOf(gateway['spec'])
  const [made] = cluster.services.by(MADE_FOR, nameOf(refOf(gateway, 'Gateway')))
  const told = addressesOf(fieldsOf(gateway['status'])['addresses'])
  const asked = told.length > 0 ? told : addressesOf(spec['addresses'])
  const published = asked.length > 0 ? asked : (made?.published ?? [])
  const controller = controllerOf(cluster, textOf(spec['gatewayClassName'], 253), made, published)
  return proxyFront(
    controller,
    reached.exposuresOf(controller.pods),
    published,
    declaredOf(spec, made),
    EVERYBODY,
    ports,
  )
}

function controllerOf(
  cluster: Cluster,
  className: string,
  made: Service | undefined,
  published: readonly PublishedAddress[],
): Controller {
  const bySetting = podsOfSetting(cluster, className)
  if (bySetting) return bySetting
  const pods = made ? podsBehind(cluster, made) : []
  if (!made || pods.length === 0) return published.length > 0 ? podsByAddress(cluster, published) : NOBODY
  return { pods, remarks: [], evidence: [`Service ${made.ref.namespace}/${made.ref.name} was made for the gateway`] }
}

/** Services by `namespace/name` of the gateways that they were made for. */
const MADE_FOR: Index<Service> = {
  keysOf({ ref: { namespace }, labels, owners }) {
    const [envoyName, envoyNamespace, name] = [labels[ENVOY_NAME], labels[ENVOY_NAMESPACE], labels[GATEWAY_LABEL]]
    return [
      ...(envoyName === undefined || envoyNamespace === undefined ? [] : [`${envoyNamespace}/${envoyName}`]),
      ...(name === undefined ? [] : [`${namespace}/${name}`]),
      ...owners.filter((owner) => owner.startsWith(OWNER)).map((owner) => owner.slice(OWNER.length)),
    ]
  },
}

const OWNER = 'Gateway/'

/** `value`s that are addresses or host names; named addresses of a cloud tell nothing. */
function addressesOf(value: unknown): PublishedAddress[] {
  return listOf(value).flatMap((entry): PublishedAddress[] => {
    const text = textOf(entry['value'], 253)
    if (text === '') return []
    if (addressClassOf(text) !== undefined) return [{ ip: text, hostname: '', ipMode: '' }]
    return entry['type'] === 'Hostname' ? [{ ip: '', hostname: text.toLowerCase(), ipMode: '' }] : []
  })
}

/** Source: Google Cloud, classes of gateways: names of internal ones have `rilb` or `internal` in them. */
function declaredOf(spec: Fields, made: Service | undefined): DeclaredReach | undefined {
  const className = textOf(spec['gatewayClassName'], 253)
  if (/^gke-l7-(?:rilb|cross-regional-internal)/.test(className))
    return { reach: 'private', evidence: `gatewayClassName = ${className}` }
  const own = labelsOf(fieldsOf(spec['infrastructure'])['annotations'])
  const byOwn = declaredReachOf({ annotations: own, loadBalancerClass: '' })
  return byOwn ?? (made ? declaredReachOf(made) : undefined)
}
