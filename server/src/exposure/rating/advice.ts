import type { Exposure } from '../model.ts'
import type { Advice, Authentication, PortClass } from './rating.ts'

export interface AdviceInput {
  readonly exposure: Exposure
  readonly portClass: PortClass
  readonly authentication: Authentication
  readonly isEncrypted: boolean
  readonly leadsOut: boolean
}

/** What to do about an exposure, the most effective first, as far as it fits its kind of entry. */
export function adviceOn({ exposure, portClass, authentication, isEncrypted, leadsOut }: AdviceInput): Advice[] {
  const { entry, sources } = exposure
  const kind = entry.kind
  const isProxied = kind === 'Ingress' || kind === 'Gateway' || kind === 'Route'
  const isLimited = exposure.verdict === 'restricted' && sources.length > 0
  const limit = LIMIT[kind]
  const advice: Advice[] = [INTERNAL[kind]]
  if (limit && !isLimited) advice.push({ title: 'Limit the source ranges', text: limit })
  if (kind !== 'HostNetwork') advice.push(isProxied ? ADMIT_CONTROLLER : ADMIT_CLIENTS)
  if (!isEncrypted) advice.push(isProxied ? TLS_AT_PROXY : TLS_IN_POD)
  if (authentication !== 'known') advice.push(isProxied ? AUTHENTICATE_AT_PROXY : authenticateIn(portClass))
  if (leadsOut) advice.push(LEAST_RIGHTS)
  return advice
}

const INTERNAL: Readonly<Record<Exposure['entry']['kind'], Advice>> = {
  LoadBalancer: {
    title: 'Make the load balancer internal',
    text: 'Mark the service with the annotation of your cloud for internal load balancers, or make it ClusterIP if only the cluster needs it. Node ports that it brought along stay open until they are taken away.',
  },
  NodePort: {
    title: 'Make the service ClusterIP',
    text: 'A node port is open on every node. Make the service ClusterIP, and lead in those who need it by an ingress or an internal load balancer. For a load balancer set allocateLoadBalancerNodePorts to false and remove the node ports.',
  },
  ExternalIP: {
    title: 'Remove the external addresses',
    text: 'Take the public addresses out of spec.externalIPs, and deny the field to those who do not need it.',
  },
  HostPort: {
    title: 'Remove the host port',
    text: 'Take hostPort out of the container and lead clients in by a service; or set hostIP to an address that is not public.',
  },
  HostNetwork: {
    title: 'Leave the network of the node',
    text: 'Set hostNetwork to false if the pod does not need it, let it listen on a private address, or close the port in the firewall of the nodes.',
  },
  Ingress: {
    title: 'Serve it by an internal controller',
    text: 'Move the ingress to a class whose controller has an internal load balancer, or delete the rule if nobody outside needs it.',
  },
  Gateway: {
    title: 'Attach the route to an internal gateway',
    text: 'Attach the route to a gateway whose addresses are private, or delete its rule if nobody outside needs it.',
  },
  Route: {
    title: 'Serve it by an internal router',
    text: 'Move the route to the shard of a router that is not published on the internet, or delete it if nobody outside needs it.',
  },
}

/** None for entries that have no list of sources. */
const LIMIT: Readonly<Partial<Record<Exposure['entry']['kind'], string>>> = {
  LoadBalancer: 'List those who need it in spec.loadBalancerSourceRanges of the service.',
  NodePort: 'Let only those who need it through to the node port in the firewall of the nodes.',
  HostPort: 'Let only those who need it through to the port in the firewall of the nodes.',
  HostNetwork: 'Let only those who need it through to the port in the firewall of the nodes.',
  Ingress:
    'List those who need it where the controller reads it, such as nginx.ingress.kubernetes.io/whitelist-source-range or alb.ingress.kubernetes.io/inbound-cidrs.',
  Gateway: 'List those who need it in spec.loadBalancerSourceRanges of the service that stands for the gateway.',
  Route: 'List those who need it in the annotation haproxy.router.openshift.io/ip_whitelist.',
}

const ADMIT_CONTROLLER: Advice = {
  title: 'Admit only the controller',
  text: 'Add a NetworkPolicy that lets only the pods of the controller reach the port, so that there is no way around it.',
}
const ADMIT_CLIENTS: Advice = {
  title: 'Add a NetworkPolicy',
  text: 'Add a NetworkPolicy that selects the pods and lets in only the ranges and pods that need the port.',
}
const TLS_AT_PROXY: Advice = {
  title: 'Use TLS',
  text: 'Give the entry point a certificate for the host, and lead plain HTTP to HTTPS.',
}
const TLS_IN_POD: Advice = {
  title: 'Use TLS',
  text: 'Let what answers speak TLS only, or put a proxy that does before it.',
}
const AUTHENTICATE_AT_PROXY: Advice = {
  title: 'Ask for authentication',
  text: 'Let the entry point ask who somebody is (OpenID Connect, client certificates), unless it is meant for everybody.',
}
const LEAST_RIGHTS: Advice = {
  title: 'Take away what leads beyond the pod',
  text: 'Run it without privileges and without mounts of its node, and give its service account no more rights than it needs.',
}

function authenticateIn(portClass: PortClass): Advice {
  const text =
    portClass === 'web'
      ? 'Let what answers ask who somebody is, unless it is meant for everybody.'
      : 'Turn on authentication in what answers, with credentials of your own and no default ones.'
  return { title: 'Ask for authentication', text }
}
