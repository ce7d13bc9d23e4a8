import type { CisCheck, NodeKnowledge } from './check.ts'
import { KUBELET_CIPHERS } from './ciphers.ts'
import type { KubeletExpectation } from './kubelet-expectation.ts'
import { moved, same } from './numbers.ts'

/** Sections 4.2 and 4.3: the kubelet and kube-proxy. Source: CIS Kubernetes Benchmark 1.10 to 1.12. */
export const KUBELET_CHECKS: readonly CisCheck[] = [
  same(
    '4.2.1',
    'automated',
    'Kubelet: anonymous requests are refused',
    kubelet({
      flag: 'anonymous-auth',
      field: ['authentication', 'anonymous', 'enabled'],
      wants: { is: false, byDefault: false },
    }),
  ),
  same(
    '4.2.2',
    'automated',
    'Kubelet: requests are not allowed without authorization',
    kubelet({
      flag: 'authorization-mode',
      field: ['authorization', 'mode'],
      wants: { isNot: ['AlwaysAllow'], byDefault: 'Webhook' },
    }),
  ),
  same(
    '4.2.3',
    'automated',
    'Kubelet: knows the authority of client certificates',
    kubelet({ flag: 'client-ca-file', field: ['authentication', 'x509', 'clientCAFile'], wants: 'set' }),
  ),
  same(
    '4.2.4',
    'manual',
    'Kubelet: no port without credentials',
    kubelet({ flag: 'read-only-port', field: ['readOnlyPort'], wants: { is: 0, byDefault: 0 } }),
  ),
  same(
    '4.2.5',
    'manual',
    'Kubelet: idle streams are closed',
    kubelet({
      flag: 'streaming-connection-idle-timeout',
      field: ['streamingConnectionIdleTimeout'],
      wants: { isNot: ['0', '0s', '0m', '0h'], byDefault: '4h' },
    }),
  ),
  same(
    '4.2.6',
    'automated',
    'Kubelet: keeps its chains of iptables',
    kubelet({
      flag: 'make-iptables-util-chains',
      field: ['makeIPTablesUtilChains'],
      wants: { is: true, byDefault: true },
    }),
  ),
  same(
    '4.2.7',
    'manual',
    'Kubelet: the name of the node is its own',
    kubelet({ flag: 'hostname-override', wants: 'unset' }),
  ),
  same('4.2.8', 'manual', 'Kubelet: enough events are recorded', { kind: 'judgement' }),
  same('4.2.9', 'manual', 'Kubelet: serves with a certificate of its own', { kind: 'judgement' }),
  same(
    '4.2.10',
    'automated',
    'Kubelet: client certificates are rotated',
    kubelet({ flag: 'rotate-certificates', field: ['rotateCertificates'], wants: { is: true, byDefault: true } }),
  ),
  same(
    '4.2.11',
    'manual',
    'Kubelet: server certificates are rotated',
    kubelet({
      flag: 'feature-gates',
      gate: 'RotateKubeletServerCertificate',
      field: ['featureGates', 'RotateKubeletServerCertificate'],
      wants: { is: true, byDefault: true },
    }),
  ),
  same(
    '4.2.12',
    'manual',
    'Kubelet: strong ciphers only',
    kubelet({ flag: 'tls-cipher-suites', field: ['tlsCipherSuites'], wants: { within: KUBELET_CIPHERS } }),
  ),
  same(
    '4.2.13',
    'manual',
    'Kubelet: the processes of a pod are limited',
    kubelet({ flag: 'pod-max-pids', field: ['podPidsLimit'], wants: { isNot: [-1], byDefault: -1 } }),
  ),
  moved(
    { '1.11': '4.2.14', '1.12': '4.2.14' },
    [],
    'Kubelet: the default seccomp profile is used where a pod names none',
    kubelet({ flag: 'seccomp-default', field: ['seccompDefault'], wants: { is: true, byDefault: false } }),
  ),
  moved({ '1.11': '4.2.15' }, [], 'Kubelet: its service answers known addresses alone', { kind: 'judgement' }),
  same('4.3.1', 'automated', 'kube-proxy: its metrics are served on the node alone', { kind: 'kubeProxyMetrics' }),
]

function kubelet(expectation: KubeletExpectation): NodeKnowledge {
  return { kind: 'nodeJob', kubelet: expectation }
}
