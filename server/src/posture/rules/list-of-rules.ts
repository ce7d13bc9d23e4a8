import type { Rule } from '../rule.ts'
import { privilegedContainer } from './kc-001-privileged-container.ts'
import { namespaceWithoutNetworkPolicy } from './kc-090-namespace-without-network-policy.ts'
import { workloadWithoutNetworkPolicy } from './kc-091-workload-without-network-policy.ts'
import { ingressOrEgressNotLimited } from './kc-092-ingress-or-egress-not-limited.ts'
import { networkPolicySelectsNothing } from './kc-093-network-policy-selects-nothing.ts'
import { serviceSelectsNothing } from './kc-094-service-selects-nothing.ts'
import { ingressBackendMissing } from './kc-095-ingress-backend-missing.ts'
import { routeBackendMissing } from './kc-096-route-backend-missing.ts'
import { ingressWithoutTls } from './kc-097-ingress-without-tls.ts'
import { workloadExposedToInternet } from './kc-098-workload-exposed-to-internet.ts'
import { workloadExposedByGateway } from './kc-099-workload-exposed-by-gateway.ts'
import { serviceWithExternalIps } from './kc-100-service-with-external-ips.ts'
import { riskyIngressNginxAnnotation } from './kc-101-risky-ingress-nginx-annotation.ts'
import { sensitiveInterfaceExposed } from './kc-102-sensitive-interface-exposed.ts'
import { networkPolicyAllowsEverything } from './kc-103-network-policy-allows-everything.ts'
import { autoscalerWithoutTarget } from './kc-104-autoscaler-without-target.ts'
import { apiServerAnonymousAuth } from './kc-120-api-server-anonymous-auth.ts'
import { apiServerTokenFile } from './kc-121-api-server-token-file.ts'
import { apiServerAlwaysAllow } from './kc-122-api-server-always-allow.ts'
import { apiServerNoAuditLog } from './kc-123-api-server-no-audit-log.ts'
import { secretsNotEncryptedAtRest } from './kc-124-secrets-not-encrypted-at-rest.ts'
import { apiServerProfiling } from './kc-125-api-server-profiling.ts'
import { controllerManagerSharedCredentials } from './kc-126-controller-manager-shared-credentials.ts'
import { etcdClientCertificates } from './kc-127-etcd-client-certificates.ts'
import { kubeletAnonymousAuth } from './kc-128-kubelet-anonymous-auth.ts'
import { kubeletAlwaysAllow } from './kc-129-kubelet-always-allow.ts'
import { kubeletReadOnlyPort } from './kc-130-kubelet-read-only-port.ts'

/** All rules, by their ids. */
export const RULES: readonly Rule[] = [
  privilegedContainer,
  namespaceWithoutNetworkPolicy,
  workloadWithoutNetworkPolicy,
  ingressOrEgressNotLimited,
  networkPolicySelectsNothing,
  serviceSelectsNothing,
  ingressBackendMissing,
  routeBackendMissing,
  ingressWithoutTls,
  workloadExposedToInternet,
  workloadExposedByGateway,
  serviceWithExternalIps,
  riskyIngressNginxAnnotation,
  sensitiveInterfaceExposed,
  networkPolicyAllowsEverything,
  autoscalerWithoutTarget,
  apiServerAnonymousAuth,
  apiServerTokenFile,
  apiServerAlwaysAllow,
  apiServerNoAuditLog,
  secretsNotEncryptedAtRest,
  apiServerProfiling,
  controllerManagerSharedCredentials,
  etcdClientCertificates,
  kubeletAnonymousAuth,
  kubeletAlwaysAllow,
  kubeletReadOnlyPort,
]
