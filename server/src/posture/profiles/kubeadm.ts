import { OF_KUBERNETES, type Profile } from './profile.ts'

/** What kubeadm sets up; those that use it to set up a cluster bring it too. Source: Kubernetes, kubeadm, "Implementation details". */
export const OF_KUBEADM = {
  workloads: [
    'kube-system/coredns',
    'kube-system/kube-proxy',
    'kube-system/etcd-*',
    'kube-system/kube-apiserver-*',
    'kube-system/kube-controller-manager-*',
    'kube-system/kube-scheduler-*',
  ],
  access: [
    ...OF_KUBERNETES.access,
    'kubeadm:*',
    'kube-system/kubeadm:*',
    'kube-public/kubeadm:*',
    'kube-system/kube-proxy',
  ],
  accounts: [...OF_KUBERNETES.accounts, 'kube-system/coredns', 'kube-system/kube-proxy'],
  others: {
    ...OF_KUBERNETES.others,
    ConfigMap: [
      ...OF_KUBERNETES.others.ConfigMap,
      'kube-system/coredns',
      'kube-system/kube-proxy',
      'kube-system/kubeadm-config',
      'kube-system/kubelet-config',
    ],
  },
} as const

export const kubeadm: Profile = { name: 'kubeadm', distributions: ['kubeadm'], ...OF_KUBEADM, webhooks: [] }
