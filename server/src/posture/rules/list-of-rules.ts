import type { Rule } from '../rule.ts'
import { privilegedContainer } from './kc-001-privileged-container.ts'
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
