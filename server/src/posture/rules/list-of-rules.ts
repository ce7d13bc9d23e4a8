import type { Rule } from '../rule.ts'
import { privilegedContainer } from './kc-001-privileged-container.ts'
import { dangerousCapability } from './kc-002-dangerous-capability.ts'
import { capabilityBeyondBaseline } from './kc-003-capability-beyond-baseline.ts'
import { capabilitiesNotDropped } from './kc-004-capabilities-not-dropped.ts'
import { netRawKept } from './kc-005-net-raw-kept.ts'
import { hostPid } from './kc-006-host-pid.ts'
import { hostIpc } from './kc-007-host-ipc.ts'
import { hostNetwork } from './kc-008-host-network.ts'
import { privilegeEscalation } from './kc-009-privilege-escalation.ts'
import { mayRunAsRoot } from './kc-010-may-run-as-root.ts'
import { explicitRoot } from './kc-011-explicit-root.ts'
import { writableRootFileSystem } from './kc-012-writable-root-file-system.ts'
import { seccompMissing } from './kc-013-seccomp-missing.ts'
import { appArmorUnconfined } from './kc-014-apparmor-unconfined.ts'
import { selinuxOptions } from './kc-015-selinux-options.ts'
import { unmaskedProc } from './kc-016-unmasked-proc.ts'
import { unsafeSysctl } from './kc-017-unsafe-sysctl.ts'
import { windowsHostProcess } from './kc-018-windows-host-process.ts'
import { noHardening } from './kc-019-no-hardening.ts'
import { hostPath } from './kc-020-host-path.ts'
import { writableHostPath } from './kc-021-writable-host-path.ts'
import { runtimeSocket } from './kc-022-runtime-socket.ts'
import { sensitiveHostFolder } from './kc-023-sensitive-host-folder.ts'
import { cloudCredentials } from './kc-024-cloud-credentials.ts'
import { volumeType } from './kc-025-volume-type.ts'
import { hostPort } from './kc-026-host-port.ts'
import { privilegedPort } from './kc-027-privileged-port.ts'
import { bidirectionalMount } from './kc-028-bidirectional-mount.ts'
import { hostAliases } from './kc-029-host-aliases.ts'
import { noMemoryLimit } from './kc-030-no-memory-limit.ts'
import { noCpuLimit } from './kc-031-no-cpu-limit.ts'
import { noRequests } from './kc-032-no-requests.ts'
import { imageByLatest } from './kc-033-image-by-mutable-tag-latest.ts'
import { imageWithoutDigest } from './kc-034-image-without-digest.ts'
import { latestNotPulled } from './kc-035-latest-without-pull-policy-always.ts'
import { registryNotAllowed } from './kc-036-image-from-registry-not-allowed.ts'
import { retiredRegistry } from './kc-037-image-from-retired-registry.ts'
import { unusedToken } from './kc-038-token-mounted-although-unused.ts'
import { defaultAccountMounts } from './kc-039-default-account-mounts-token.ts'
import { accountMissing } from './kc-040-service-account-missing.ts'
import { deprecatedAccountField } from './kc-041-deprecated-service-account-field.ts'
import { secretInEnvironment } from './kc-042-secret-value-in-environment.ts'
import { secretAsVariable } from './kc-043-secret-as-environment-variable.ts'
import { credentialsInConfigMap } from './kc-044-credentials-in-configmap.ts'
import { sudoInEntryPoint } from './kc-045-sudo-in-entry-point.ts'
import { sshReachable } from './kc-046-ssh-server-reachable.ts'
import { defaultNamespace } from './kc-047-workload-in-default-namespace.ts'
import { userInKubeSystem } from './kc-048-user-workload-in-kube-system.ts'
import { nakedPod } from './kc-049-naked-pod.ts'
import { duplicateVariable } from './kc-050-duplicate-environment-variable.ts'
import { selectorMismatch } from './kc-051-selector-does-not-match.ts'
import { probeHost } from './kc-052-probe-host.ts'
import { seccompUnconfined } from './kc-053-seccomp-unconfined.ts'
import { procMountRestricted } from './kc-054-proc-mount-restricted.ts'
import { boundToClusterAdmin } from './kc-060-bound-to-cluster-admin.ts'
import { wildcardEverything } from './kc-061-wildcard-everything.ts'
import { wildcardVerbs } from './kc-062-wildcard-verbs.ts'
import { canReadSecrets } from './kc-063-can-read-secrets.ts'
import { canCreateWorkloads } from './kc-064-can-create-workloads.ts'
import { canEscalateOrBind } from './kc-065-can-escalate-or-bind.ts'
import { canImpersonate } from './kc-066-can-impersonate.ts'
import { canExecOrAttach } from './kc-067-can-exec-or-attach.ts'
import { canPortForward } from './kc-068-can-port-forward.ts'
import { canMakeTokens } from './kc-069-can-make-tokens.ts'
import { canUseNodesProxy } from './kc-070-can-use-nodes-proxy.ts'
import { canApproveCertificates } from './kc-071-can-approve-certificates.ts'
import { canChangeWebhooks } from './kc-072-can-change-webhooks.ts'
import { canCreateVolumes } from './kc-073-can-create-volumes.ts'
import { canChangeDns } from './kc-074-can-change-dns.ts'
import { canDeleteEvents } from './kc-075-can-delete-events.ts'
import { wideDeleteRights } from './kc-076-wide-delete-rights.ts'
import { rightsForAnonymous } from './kc-077-rights-for-anonymous.ts'
import { rightsForAllAuthenticated } from './kc-078-rights-for-all-authenticated.ts'
import { boundToSystemMasters } from './kc-079-bound-to-system-masters.ts'
import { managesNetworking } from './kc-080-manages-networking.ts'
import { deletesPodLogs } from './kc-081-deletes-pod-logs.ts'
import { runsWithTakeOverRights } from './kc-082-runs-with-take-over-rights.ts'
import { runsWithAdministrativeRole } from './kc-083-runs-with-administrative-role.ts'
import { awsAuthWritable } from './kc-084-aws-auth-writable.ts'
import { defaultAccountHoldsRoles } from './kc-085-default-account-holds-roles.ts'
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
import { noPodSecurityAdmission } from './kc-110-no-pod-security-admission.ts'
import { belowBaseline } from './kc-111-pod-security-below-baseline.ts'
import { belowRestricted } from './kc-112-pod-security-below-restricted.ts'
import { webhookFailsOpen } from './kc-113-webhook-fails-open.ts'
import { webhooksToReview } from './kc-114-webhooks-to-review.ts'
import { removedApiVersion } from './kc-115-removed-api-version.ts'
import { noQuotaOrLimitRange } from './kc-116-no-quota-or-limit-range.ts'
import { volumeNotEncrypted } from './kc-117-volume-not-encrypted.ts'
import { versionOutOfSupport } from './kc-118-version-out-of-support.ts'
import { tillerInstalled } from './kc-119-tiller-installed.ts'
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
  dangerousCapability,
  capabilityBeyondBaseline,
  capabilitiesNotDropped,
  netRawKept,
  hostPid,
  hostIpc,
  hostNetwork,
  privilegeEscalation,
  mayRunAsRoot,
  explicitRoot,
  writableRootFileSystem,
  seccompMissing,
  appArmorUnconfined,
  selinuxOptions,
  unmaskedProc,
  unsafeSysctl,
  windowsHostProcess,
  noHardening,
  hostPath,
  writableHostPath,
  runtimeSocket,
  sensitiveHostFolder,
  cloudCredentials,
  volumeType,
  hostPort,
  privilegedPort,
  bidirectionalMount,
  hostAliases,
  noMemoryLimit,
  noCpuLimit,
  noRequests,
  imageByLatest,
  imageWithoutDigest,
  latestNotPulled,
  registryNotAllowed,
  retiredRegistry,
  unusedToken,
  defaultAccountMounts,
  accountMissing,
  deprecatedAccountField,
  secretInEnvironment,
  secretAsVariable,
  credentialsInConfigMap,
  sudoInEntryPoint,
  sshReachable,
  defaultNamespace,
  userInKubeSystem,
  nakedPod,
  duplicateVariable,
  selectorMismatch,
  probeHost,
  seccompUnconfined,
  procMountRestricted,
  boundToClusterAdmin,
  wildcardEverything,
  wildcardVerbs,
  canReadSecrets,
  canCreateWorkloads,
  canEscalateOrBind,
  canImpersonate,
  canExecOrAttach,
  canPortForward,
  canMakeTokens,
  canUseNodesProxy,
  canApproveCertificates,
  canChangeWebhooks,
  canCreateVolumes,
  canChangeDns,
  canDeleteEvents,
  wideDeleteRights,
  rightsForAnonymous,
  rightsForAllAuthenticated,
  boundToSystemMasters,
  managesNetworking,
  deletesPodLogs,
  runsWithTakeOverRights,
  runsWithAdministrativeRole,
  awsAuthWritable,
  defaultAccountHoldsRoles,
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
  noPodSecurityAdmission,
  belowBaseline,
  belowRestricted,
  webhookFailsOpen,
  webhooksToReview,
  removedApiVersion,
  noQuotaOrLimitRange,
  volumeNotEncrypted,
  versionOutOfSupport,
  tillerInstalled,
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
