import type { CisCheck, NodeKnowledge } from './check.ts'
import { same } from './numbers.ts'

/** Sections 1.1 and 4.1: modes and owners of files on nodes. Source: CIS Kubernetes Benchmark 1.10 to 1.12. */
export const FILE_CHECKS: readonly CisCheck[] = [
  same(
    '1.1.1',
    'automated',
    'Pod manifest of the API server: mode 600 or stricter',
    files(['/etc/kubernetes/manifests/kube-apiserver.yaml'], { mode: '600' }),
  ),
  same(
    '1.1.2',
    'automated',
    'Pod manifest of the API server: owned by root',
    files(['/etc/kubernetes/manifests/kube-apiserver.yaml'], { owner: 'root:root' }),
  ),
  same(
    '1.1.3',
    'automated',
    'Pod manifest of the controller manager: mode 600 or stricter',
    files(['/etc/kubernetes/manifests/kube-controller-manager.yaml'], { mode: '600' }),
  ),
  same(
    '1.1.4',
    'automated',
    'Pod manifest of the controller manager: owned by root',
    files(['/etc/kubernetes/manifests/kube-controller-manager.yaml'], { owner: 'root:root' }),
  ),
  same(
    '1.1.5',
    'automated',
    'Pod manifest of the scheduler: mode 600 or stricter',
    files(['/etc/kubernetes/manifests/kube-scheduler.yaml'], { mode: '600' }),
  ),
  same(
    '1.1.6',
    'automated',
    'Pod manifest of the scheduler: owned by root',
    files(['/etc/kubernetes/manifests/kube-scheduler.yaml'], { owner: 'root:root' }),
  ),
  same(
    '1.1.7',
    'automated',
    'Pod manifest of etcd: mode 600 or stricter',
    files(['/etc/kubernetes/manifests/etcd.yaml'], { mode: '600' }),
  ),
  same(
    '1.1.8',
    'automated',
    'Pod manifest of etcd: owned by root',
    files(['/etc/kubernetes/manifests/etcd.yaml'], { owner: 'root:root' }),
  ),
  same(
    '1.1.9',
    'manual',
    'Files of the network plug-in: mode 600 or stricter',
    files(['/etc/cni/net.d/**', '/var/lib/cni/networks/**'], { mode: '600' }),
  ),
  same(
    '1.1.10',
    'manual',
    'Files of the network plug-in: owned by root',
    files(['/etc/cni/net.d/**', '/var/lib/cni/networks/**'], { owner: 'root:root' }),
  ),
  same('1.1.11', 'automated', 'Data folder of etcd: mode 700 or stricter', files(['/var/lib/etcd/'], { mode: '700' })),
  same('1.1.12', 'automated', 'Data folder of etcd: owned by etcd', files(['/var/lib/etcd/'], { owner: 'etcd:etcd' })),
  same(
    '1.1.13',
    'automated',
    'Credentials of the administrator: mode 600',
    files(['/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf'], { mode: '600' }),
  ),
  same(
    '1.1.14',
    'automated',
    'Credentials of the administrator: owned by root',
    files(['/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf'], { owner: 'root:root' }),
  ),
  same(
    '1.1.15',
    'automated',
    'Credentials of the scheduler: mode 600 or stricter',
    files(['/etc/kubernetes/scheduler.conf'], { mode: '600' }),
  ),
  same(
    '1.1.16',
    'automated',
    'Credentials of the scheduler: owned by root',
    files(['/etc/kubernetes/scheduler.conf'], { owner: 'root:root' }),
  ),
  same(
    '1.1.17',
    'automated',
    'Credentials of the controller manager: mode 600 or stricter',
    files(['/etc/kubernetes/controller-manager.conf'], { mode: '600' }),
  ),
  same(
    '1.1.18',
    'automated',
    'Credentials of the controller manager: owned by root',
    files(['/etc/kubernetes/controller-manager.conf'], { owner: 'root:root' }),
  ),
  same(
    '1.1.19',
    'automated',
    'Folder of certificates and keys: owned by root',
    files(['/etc/kubernetes/pki/', '/etc/kubernetes/pki/**'], { owner: 'root:root' }),
  ),
  same(
    '1.1.20',
    'manual',
    'Certificates: mode 644 or stricter, 600 in 1.10',
    files(['/etc/kubernetes/pki/*.crt'], { mode: { '1.10': '600', '1.11': '644', '1.12': '644' } }),
  ),
  same('1.1.21', 'manual', 'Keys: mode 600', files(['/etc/kubernetes/pki/*.key'], { mode: '600' })),
  same(
    '4.1.1',
    'automated',
    'Service file of the kubelet: mode 600 or stricter',
    files(
      [
        '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
        '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
        '/etc/systemd/system/kubelet.service',
        '/usr/lib/systemd/system/kubelet.service',
      ],
      { mode: '600' },
    ),
  ),
  same(
    '4.1.2',
    'automated',
    'Service file of the kubelet: owned by root',
    files(
      [
        '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
        '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
        '/etc/systemd/system/kubelet.service',
        '/usr/lib/systemd/system/kubelet.service',
      ],
      { owner: 'root:root' },
    ),
  ),
  same(
    '4.1.3',
    'manual',
    'Credentials of kube-proxy, where there are some: mode 600 or stricter',
    files(['/etc/kubernetes/proxy.conf', '/var/lib/kube-proxy/kubeconfig'], { mode: '600', optional: true }),
  ),
  same(
    '4.1.4',
    'manual',
    'Credentials of kube-proxy, where there are some: owned by root',
    files(['/etc/kubernetes/proxy.conf', '/var/lib/kube-proxy/kubeconfig'], { owner: 'root:root', optional: true }),
  ),
  same(
    '4.1.5',
    'automated',
    'Credentials of the kubelet: mode 600 or stricter',
    files(['/etc/kubernetes/kubelet.conf', '/var/lib/kubelet/kubeconfig'], { mode: '600' }),
  ),
  same(
    '4.1.6',
    'automated',
    'Credentials of the kubelet: owned by root',
    files(['/etc/kubernetes/kubelet.conf', '/var/lib/kubelet/kubeconfig'], { owner: 'root:root' }),
  ),
  same(
    '4.1.7',
    'manual',
    "Certificate authorities of the kubelet's clients: mode 644 or stricter, 600 in 1.10",
    files(['/etc/kubernetes/pki/ca.crt'], { mode: { '1.10': '600', '1.11': '644', '1.12': '644' } }),
  ),
  same(
    '4.1.8',
    'manual',
    "Certificate authorities of the kubelet's clients: owned by root",
    files(['/etc/kubernetes/pki/ca.crt'], { owner: 'root:root' }),
  ),
  same(
    '4.1.9',
    'automated',
    'Configuration file of the kubelet: mode 600 or stricter',
    files(['/var/lib/kubelet/config.yaml', '/etc/kubernetes/kubelet/kubelet-config.json'], {
      mode: '600',
      optional: true,
    }),
  ),
  same(
    '4.1.10',
    'automated',
    'Configuration file of the kubelet: owned by root',
    files(['/var/lib/kubelet/config.yaml', '/etc/kubernetes/kubelet/kubelet-config.json'], {
      owner: 'root:root',
      optional: true,
    }),
  ),
]

function files(paths: readonly string[], wanted: Omit<FileKnowledge['files'], 'paths'>): NodeKnowledge {
  return { kind: 'nodeJob', files: { paths, ...wanted } }
}

type FileKnowledge = Extract<NodeKnowledge, { readonly files: unknown }>
