import type { Component } from '../control-plane.ts'
import type { CisCheck, Knowledge } from './check.ts'
import { API_SERVER_CIPHERS } from './ciphers.ts'
import type { Expectation } from './expectation.ts'
import { moved, same } from './numbers.ts'

/** Sections 1.2 to 1.4, 2 and 3: the control plane and how it is started. Source: CIS Kubernetes Benchmark 1.10 to 1.12. */
export const CONTROL_PLANE_CHECKS: readonly CisCheck[] = [
  same('1.2.1', 'manual', 'API server: anonymous requests are refused', { kind: 'rules' }),
  same('1.2.2', 'automated', 'API server: no file of static tokens', { kind: 'rules' }),
  same(
    '1.2.3',
    'manual',
    'API server: admission plug-in DenyServiceExternalIPs is on',
    flags('kube-apiserver', { flag: 'enable-admission-plugins', has: 'DenyServiceExternalIPs' }),
  ),
  same(
    '1.2.4',
    'automated',
    'API server: shows kubelets a certificate of its own',
    flags(
      'kube-apiserver',
      { flag: 'kubelet-client-certificate', is: 'set' },
      { flag: 'kubelet-client-key', is: 'set' },
    ),
  ),
  same(
    '1.2.5',
    'automated',
    'API server: checks the certificates of kubelets',
    flags('kube-apiserver', { flag: 'kubelet-certificate-authority', is: 'set' }),
  ),
  same('1.2.6', 'automated', 'API server: requests are not allowed without authorization', { kind: 'rules' }),
  same(
    '1.2.7',
    'automated',
    'API server: authorization by Node',
    flags('kube-apiserver', { flag: 'authorization-mode', has: 'Node' }),
  ),
  same(
    '1.2.8',
    'automated',
    'API server: authorization by RBAC',
    flags('kube-apiserver', { flag: 'authorization-mode', has: 'RBAC' }),
  ),
  same(
    '1.2.9',
    'manual',
    'API server: admission plug-in EventRateLimit is on',
    flags('kube-apiserver', { flag: 'enable-admission-plugins', has: 'EventRateLimit' }),
  ),
  same(
    '1.2.10',
    'automated',
    'API server: admission plug-in AlwaysAdmit is off',
    flags('kube-apiserver', { flag: 'enable-admission-plugins', lacks: 'AlwaysAdmit' }),
  ),
  same(
    '1.2.11',
    'manual',
    'API server: admission plug-in AlwaysPullImages is on',
    flags('kube-apiserver', { flag: 'enable-admission-plugins', has: 'AlwaysPullImages' }),
  ),
  same(
    '1.2.12',
    'automated',
    'API server: admission plug-in ServiceAccount is on',
    flags('kube-apiserver', { flag: 'disable-admission-plugins', lacks: 'ServiceAccount' }),
  ),
  same(
    '1.2.13',
    'automated',
    'API server: admission plug-in NamespaceLifecycle is on',
    flags('kube-apiserver', { flag: 'disable-admission-plugins', lacks: 'NamespaceLifecycle' }),
  ),
  same(
    '1.2.14',
    'automated',
    'API server: admission plug-in NodeRestriction is on',
    flags('kube-apiserver', { flag: 'enable-admission-plugins', has: 'NodeRestriction' }),
  ),
  same('1.2.15', 'automated', 'API server: profiling is off', { kind: 'rules' }),
  same('1.2.16', 'automated', 'API server: an audit log is kept', { kind: 'rules' }),
  same(
    '1.2.17',
    'automated',
    'API server: audit logs are kept for 30 days',
    flags('kube-apiserver', { flag: 'audit-log-maxage', atLeast: 30 }),
  ),
  same(
    '1.2.18',
    'automated',
    'API server: 10 old audit logs are kept',
    flags('kube-apiserver', { flag: 'audit-log-maxbackup', atLeast: 10 }),
  ),
  same(
    '1.2.19',
    'automated',
    'API server: audit logs grow to 100 MB',
    flags('kube-apiserver', { flag: 'audit-log-maxsize', atLeast: 100 }),
  ),
  same('1.2.20', 'manual', 'API server: time limit of requests is appropriate', { kind: 'judgement' }),
  same(
    '1.2.21',
    'automated',
    'API server: tokens of deleted service accounts are refused',
    flags('kube-apiserver', { flag: 'service-account-lookup', is: true, byDefault: true }),
  ),
  same(
    '1.2.22',
    'automated',
    'API server: a key for service account tokens is named',
    flags('kube-apiserver', { flag: 'service-account-key-file', is: 'set' }),
  ),
  same(
    '1.2.23',
    'automated',
    'API server: shows etcd a certificate of its own',
    flags('kube-apiserver', { flag: 'etcd-certfile', is: 'set' }, { flag: 'etcd-keyfile', is: 'set' }),
  ),
  same(
    '1.2.24',
    'automated',
    'API server: serves with a certificate of its own',
    flags('kube-apiserver', { flag: 'tls-cert-file', is: 'set' }, { flag: 'tls-private-key-file', is: 'set' }),
  ),
  same(
    '1.2.25',
    'automated',
    'API server: knows the authority of client certificates',
    flags('kube-apiserver', { flag: 'client-ca-file', is: 'set' }),
  ),
  same(
    '1.2.26',
    'automated',
    'API server: checks the certificate of etcd',
    flags('kube-apiserver', { flag: 'etcd-cafile', is: 'set' }),
  ),
  same('1.2.27', 'manual', 'API server: Secrets are encrypted at rest', { kind: 'rules' }),
  same('1.2.28', 'manual', 'API server: Secrets are encrypted by a strong provider', { kind: 'judgement' }),
  same(
    '1.2.29',
    'manual',
    'API server: strong ciphers only',
    flags('kube-apiserver', { flag: 'tls-cipher-suites', within: API_SERVER_CIPHERS }),
  ),
  moved(
    { '1.11': '1.2.30', '1.12': '1.2.30' },
    ['1.11', '1.12'],
    'API server: service account tokens are not extended',
    flags('kube-apiserver', { flag: 'service-account-extend-token-expiration', is: false, byDefault: true }),
  ),
  same(
    '1.3.1',
    'manual',
    'Controller manager: a limit for ended pods is set',
    flags('kube-controller-manager', { flag: 'terminated-pod-gc-threshold', is: 'set' }),
  ),
  same(
    '1.3.2',
    'automated',
    'Controller manager: profiling is off',
    flags('kube-controller-manager', { flag: 'profiling', is: false, byDefault: true }),
  ),
  same('1.3.3', 'automated', 'Controller manager: a service account for each controller', { kind: 'rules' }),
  same(
    '1.3.4',
    'automated',
    'Controller manager: a key for service account tokens is named',
    flags('kube-controller-manager', { flag: 'service-account-private-key-file', is: 'set' }),
  ),
  same(
    '1.3.5',
    'automated',
    'Controller manager: pods are given the authority of the API server',
    flags('kube-controller-manager', { flag: 'root-ca-file', is: 'set' }),
  ),
  same(
    '1.3.6',
    'automated',
    'Controller manager: certificates of kubelets are rotated',
    flags('kube-controller-manager', { flag: 'feature-gates', lacks: 'RotateKubeletServerCertificate=false' }),
  ),
  same(
    '1.3.7',
    'automated',
    'Controller manager: listens on the node alone',
    flags('kube-controller-manager', { flag: 'bind-address', is: ['127.0.0.1'], byDefault: '0.0.0.0' }),
  ),
  same(
    '1.4.1',
    'automated',
    'Scheduler: profiling is off',
    flags('kube-scheduler', { flag: 'profiling', is: false, byDefault: true }),
  ),
  same(
    '1.4.2',
    'automated',
    'Scheduler: listens on the node alone',
    flags('kube-scheduler', { flag: 'bind-address', is: ['127.0.0.1'], byDefault: '0.0.0.0' }),
  ),
  same(
    '2.1',
    'automated',
    'etcd: serves with a certificate',
    flags('etcd', { flag: 'cert-file', is: 'set' }, { flag: 'key-file', is: 'set' }),
  ),
  same('2.2', 'automated', 'etcd: asks clients for a certificate', { kind: 'rules' }),
  same(
    '2.3',
    'automated',
    'etcd: no certificates signed by itself',
    flags('etcd', { flag: 'auto-tls', is: false, byDefault: false }),
  ),
  same(
    '2.4',
    'automated',
    'etcd: speaks with peers by a certificate',
    flags('etcd', { flag: 'peer-cert-file', is: 'set' }, { flag: 'peer-key-file', is: 'set' }),
  ),
  same(
    '2.5',
    'automated',
    'etcd: asks peers for a certificate',
    flags('etcd', { flag: 'peer-client-cert-auth', is: true, byDefault: false }),
  ),
  same(
    '2.6',
    'automated',
    'etcd: no certificates signed by itself between peers',
    flags('etcd', { flag: 'peer-auto-tls', is: false, byDefault: false }),
  ),
  same('2.7', 'manual', 'etcd: an authority of its own', {
    kind: 'differentFlags',
    first: { component: 'etcd', flag: 'trusted-ca-file' },
    second: { component: 'kube-apiserver', flag: 'client-ca-file' },
  }),
  same('3.1.1', 'manual', 'Users do not sign in by client certificates', { kind: 'judgement' }),
  same('3.1.2', 'manual', 'Users do not sign in by service account tokens', { kind: 'judgement' }),
  same('3.1.3', 'manual', 'Users do not sign in by bootstrap tokens', { kind: 'judgement' }),
  same(
    '3.2.1',
    'manual',
    'An audit policy is there',
    flags('kube-apiserver', { flag: 'audit-policy-file', is: 'set' }),
  ),
  same('3.2.2', 'manual', 'The audit policy covers what matters for security', { kind: 'judgement' }),
]

function flags(component: Component, ...expects: Expectation[]): Knowledge {
  return { kind: 'controlPlaneFlag', component, expects }
}
