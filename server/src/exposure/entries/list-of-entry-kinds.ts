import type { EntryFinder } from './entry-kind.ts'
import { externalIps } from './external-ips.ts'
import { gateway } from './gateway.ts'
import { hostNetwork } from './host-network.ts'
import { hostPort } from './host-port.ts'
import { ingress } from './ingress.ts'
import { loadBalancer } from './load-balancer.ts'
import { nodePort } from './node-port.ts'
import { openshiftRoute } from './openshift-route.ts'

/** Kinds that lead to pods directly. */
export const DIRECT_KINDS: readonly EntryFinder[] = [loadBalancer, nodePort, externalIps, hostPort, hostNetwork]

/** Kinds whose proxies are pods that are reached by the kinds above. */
export const PROXIED_KINDS: readonly EntryFinder[] = [ingress, gateway, openshiftRoute]
