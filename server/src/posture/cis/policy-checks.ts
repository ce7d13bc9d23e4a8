import type { CisCheck } from './check.ts'
import { moved, same } from './numbers.ts'

/** Section 5: policies. Source: CIS Kubernetes Benchmark 1.10 to 1.12. */
export const POLICY_CHECKS: readonly CisCheck[] = [
  moved(
    { '1.10': '5.1.1', '1.11': '5.1.1', '1.12': '5.1.1' },
    ['1.10'],
    'The role cluster-admin is used only where it is needed',
    { kind: 'rules' },
  ),
  moved({ '1.10': '5.1.2', '1.11': '5.1.2', '1.12': '5.1.2' }, ['1.10'], 'Few may read Secrets', { kind: 'rules' }),
  moved({ '1.10': '5.1.3', '1.11': '5.1.3', '1.12': '5.1.3' }, ['1.10'], 'Roles without wildcards', { kind: 'rules' }),
  moved({ '1.10': '5.1.4', '1.11': '5.1.4', '1.12': '5.1.4' }, ['1.10'], 'Few may create pods', { kind: 'rules' }),
  moved({ '1.10': '5.1.5', '1.11': '5.1.5', '1.12': '5.1.5' }, ['1.10'], 'Default service accounts are not used', {
    kind: 'rules',
  }),
  moved(
    { '1.10': '5.1.6', '1.11': '5.1.6', '1.12': '5.1.6' },
    ['1.10'],
    'Tokens are mounted only where they are needed',
    { kind: 'rules' },
  ),
  same('5.1.7', 'manual', 'The group system:masters is not used', { kind: 'rules' }),
  same('5.1.8', 'manual', 'Few may bind, impersonate or escalate', { kind: 'rules' }),
  same('5.1.9', 'manual', 'Few may create persistent volumes', { kind: 'rules' }),
  same('5.1.10', 'manual', 'Few may use nodes/proxy', { kind: 'rules' }),
  same('5.1.11', 'manual', 'Few may approve certificate requests', { kind: 'rules' }),
  same('5.1.12', 'manual', 'Few may change admission webhooks', { kind: 'rules' }),
  same('5.1.13', 'manual', 'Few may make service account tokens', { kind: 'rules' }),
  same('5.2.1', 'manual', 'Something enforces what pods may be', { kind: 'rules' }),
  same('5.2.2', 'manual', 'No privileged containers', { kind: 'rules' }),
  same('5.2.3', 'manual', "No pods in the host's process namespace", { kind: 'rules' }),
  same('5.2.4', 'manual', "No pods in the host's IPC namespace", { kind: 'rules' }),
  same('5.2.5', 'manual', "No pods in the host's network", { kind: 'rules' }),
  same('5.2.6', 'manual', 'No containers that may escalate privileges', { kind: 'rules' }),
  same('5.2.7', 'manual', 'No containers that run as root', { kind: 'rules' }),
  same('5.2.8', 'manual', 'No containers with NET_RAW', { kind: 'rules' }),
  moved({ '1.10': '5.2.9', '1.11': '5.2.9' }, [], 'No containers with added capabilities', { kind: 'rules' }),
  moved({ '1.10': '5.2.10', '1.11': '5.2.10', '1.12': '5.2.9' }, [], 'No containers that keep capabilities', {
    kind: 'rules',
  }),
  moved({ '1.10': '5.2.11', '1.11': '5.2.11', '1.12': '5.2.10' }, [], 'No HostProcess containers of Windows', {
    kind: 'rules',
  }),
  moved({ '1.10': '5.2.12', '1.11': '5.2.12', '1.12': '5.2.11' }, [], 'No volumes of the node', { kind: 'rules' }),
  moved({ '1.10': '5.2.13', '1.11': '5.2.13', '1.12': '5.2.12' }, [], 'No ports of the node', { kind: 'rules' }),
  same('5.3.1', 'manual', 'The network plug-in enforces network policies', { kind: 'judgement' }),
  same('5.3.2', 'manual', 'Every namespace has network policies', { kind: 'rules' }),
  same('5.4.1', 'manual', 'Secrets are given as files and not as variables', { kind: 'rules' }),
  same('5.4.2', 'manual', 'Secrets are kept outside the cluster', { kind: 'judgement' }),
  same('5.5.1', 'manual', 'Images are admitted by where they come from', { kind: 'judgement' }),
  moved({ '1.10': '5.7.1', '1.11': '5.6.1', '1.12': '5.6.1' }, [], 'Namespaces part what does not belong together', {
    kind: 'judgement',
  }),
  moved({ '1.10': '5.7.2', '1.11': '5.6.2', '1.12': '5.6.2' }, [], 'Pods have a seccomp profile', { kind: 'rules' }),
  moved({ '1.10': '5.7.3', '1.11': '5.6.3', '1.12': '5.6.3' }, [], 'Pods and containers have a security context', {
    kind: 'judgement',
  }),
  moved({ '1.10': '5.7.4', '1.11': '5.6.4', '1.12': '5.6.4' }, [], 'The namespace default is not used', {
    kind: 'rules',
  }),
]
