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
import { probeHost } from './kc-052-probe-host.ts'
import { seccompUnconfined } from './kc-053-seccomp-unconfined.ts'
import { procMountRestricted } from './kc-054-proc-mount-restricted.ts'

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
  probeHost,
  seccompUnconfined,
  procMountRestricted,
]
