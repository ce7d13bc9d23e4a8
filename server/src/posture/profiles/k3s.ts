import { OF_KUBERNETES, type Profile } from './profile.ts'

/** Source: K3s, "Managing Packaged Components" (CoreDNS, Traefik, local-storage, metrics-server, ServiceLB, the Helm controller). */
export const k3s: Profile = {
  name: 'k3s',
  distributions: ['k3s', 'k3d', 'Rancher Desktop'],
  workloads: [
    'kube-system/coredns',
    'kube-system/local-path-provisioner',
    'kube-system/metrics-server',
    'kube-system/traefik',
    'kube-system/svclb-*',
    'kube-system/helm-install-*',
    'kube-system/helm-delete-*',
  ],
  access: [
    ...OF_KUBERNETES.access,
    'k3s-*',
    'kube-system/k3s-*',
    'kube-apiserver-kubelet-admin',
    'clustercidrs-node',
    'local-path-provisioner-*',
    'kube-system/local-path-provisioner-*',
    'helm-kube-system-traefik*',
    'traefik-kube-system',
    'kube-system/metrics-server-auth-reader',
    'metrics-server:*',
    'coredns-api',
    'kube-system/coredns-api',
  ],
  accounts: [
    ...OF_KUBERNETES.accounts,
    'kube-system/coredns',
    'kube-system/local-path-provisioner-service-account',
    'kube-system/metrics-server',
    'kube-system/traefik',
    'kube-system/svclb',
    'kube-system/helm-traefik*',
  ],
  webhooks: [],
  others: {
    ...OF_KUBERNETES.others,
    ConfigMap: [
      ...OF_KUBERNETES.others.ConfigMap,
      'kube-system/cluster-dns',
      'kube-system/coredns',
      'kube-system/local-path-config',
      'kube-system/chart-content-*',
    ],
    Service: [...OF_KUBERNETES.others.Service, 'kube-system/metrics-server', 'kube-system/traefik'],
  },
}
