import type { Rule } from '../rule.ts'
import { privilegedContainer } from './kc-001-privileged-container.ts'
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

/** All rules, by their ids. */
export const RULES: readonly Rule[] = [
  privilegedContainer,
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
]
