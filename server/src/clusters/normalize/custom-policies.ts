import { type Fields, fieldsOf, isFields, listOf } from '../../kubernetes/fields.ts'
import { type Content, pick } from './content.ts'
import type { Normalizer } from './normalizer.ts'

/**
 * Policies and routes of network plug-ins and meshes: who they are, what they select and in which directions, and where routes lead. That is
 * what configuration rules judge, and what lets the analysis of exposures know where it does not know enough.
 * Sources: the references of Cilium (cilium.io/v2), Calico (projectcalico.org/v3) and Istio (networking.istio.io/v1, security.istio.io/v1).
 */
export const customPolicyNormalizer: Normalizer = {
  kinds: [
    'CiliumNetworkPolicy',
    'CiliumClusterwideNetworkPolicy',
    'NetworkPolicy.crd.projectcalico.org',
    'GlobalNetworkPolicy.crd.projectcalico.org',
    'NetworkPolicy.projectcalico.org',
    'GlobalNetworkPolicy.projectcalico.org',
    'Gateway.networking.istio.io',
    'VirtualService',
    'ServiceEntry',
    'Sidecar',
    'AuthorizationPolicy',
    'PeerAuthentication',
  ],
  normalize: (object) => ({
    content: () => {
      const specs = listOf(object['specs']).map(selection)
      return {
        metadata: pick(fieldsOf(object.metadata), ['name', 'namespace', 'uid', 'labels', 'creationTimestamp']),
        spec: selection(fieldsOf(object['spec'])),
        ...(specs.length > 0 ? { specs } : {}),
      }
    },
    assets: () => [],
  }),
}

const SELECTS = [
  // Cilium
  'endpointSelector',
  'nodeSelector',
  // Calico
  'selector',
  'namespaceSelector',
  'serviceAccountSelector',
  'types',
  'tier',
  'order',
  // Istio
  'targetRef',
  'targetRefs',
  'workloadSelector',
  'hosts',
  'gateways',
  'exportTo',
  'location',
  'action',
]

function selection(spec: Fields): Content {
  const servers = listOf(spec['servers']).map((server) => pick(server, ['port', 'hosts', 'bind']))
  const mode = fieldsOf(spec['mtls'])['mode']
  return {
    ...pick(spec, SELECTS),
    ...(servers.length > 0 ? { servers } : {}),
    ...(typeof mode === 'string' ? { mtls: { mode } } : {}),
    ...(isFields(spec['endpointSelector']) ? pick(spec, CILIUM_DIRECTIONS) : {}),
    ...Object.fromEntries(
      ROUTES.flatMap((kind) => (listOf(spec[kind]).length > 0 ? [[kind, leadsTo(spec[kind])]] : [])),
    ),
  }
}

/** In a direction of which a policy of Cilium says something all is denied that none allows. */
const CILIUM_DIRECTIONS = ['enableDefaultDeny', 'ingress', 'ingressDeny', 'egress', 'egressDeny']

/** The lists of routes of a VirtualService. */
const ROUTES = ['http', 'tls', 'tcp']

/** Where each route leads, without what it matches and changes. */
function leadsTo(routes: unknown): Content[] {
  return listOf(routes).map(({ route }) => ({
    route: listOf(route).map(({ destination }) => ({ destination: pick(fieldsOf(destination), ['host', 'port']) })),
  }))
}
