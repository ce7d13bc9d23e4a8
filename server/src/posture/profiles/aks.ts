import { OF_KUBERNETES, type Profile } from './profile.ts'

/** Source: Azure Kubernetes Service, "Core concepts" (system pods) and the FAQ's "Admission controllers". */
export const aks: Profile = {
  name: 'AKS',
  distributions: ['AKS'],
  workloads: [
    'kube-system/ama-*',
    'kube-system/azure-cns*',
    'kube-system/azure-cni-*',
    'kube-system/azure-ip-masq-agent*',
    'kube-system/azure-npm*',
    'kube-system/azure-policy*',
    'kube-system/azure-wi-webhook-controller-manager',
    'kube-system/cloud-node-manager*',
    'kube-system/coredns*',
    'kube-system/csi-azuredisk-node*',
    'kube-system/csi-azurefile-node*',
    'kube-system/csi-blob-node*',
    'kube-system/konnectivity-agent*',
    'kube-system/kube-proxy',
    'kube-system/metrics-server',
  ],
  access: [...OF_KUBERNETES.access, 'aks-*', 'kube-system/aks-*', 'azure-*', 'csi-azure*', 'coredns-autoscaler'],
  accounts: [
    ...OF_KUBERNETES.accounts,
    'kube-system/ama-*',
    'kube-system/azure-*',
    'kube-system/cloud-node-manager',
    'kube-system/coredns*',
    'kube-system/csi-*',
    'kube-system/konnectivity-agent',
    'kube-system/kube-proxy',
    'kube-system/metrics-server',
  ],
  webhooks: ['aks-webhook-admission-controller', 'aks-node-*-webhook', 'azure-wi-webhook-*', 'aks-*'],
  others: {
    ...OF_KUBERNETES.others,
    Namespace: [...OF_KUBERNETES.others.Namespace, 'aks-command'],
    ConfigMap: [...OF_KUBERNETES.others.ConfigMap, 'kube-system/coredns*', 'kube-system/azure-ip-masq-agent-config*'],
  },
}
