import type { Rule } from '../rule.ts'
import { privilegedContainer } from './kc-001-privileged-container.ts'
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

/** All rules, by their ids. */
export const RULES: readonly Rule[] = [
  privilegedContainer,
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
]
