import { OF_KUBERNETES, type Profile } from './profile.ts'

/** Source: Amazon EKS User Guide, "AWS add-ons" and "Default Amazon EKS created Kubernetes roles and users". */
export const eks: Profile = {
  name: 'EKS',
  distributions: ['EKS'],
  workloads: [
    'kube-system/aws-node',
    'kube-system/coredns',
    'kube-system/kube-proxy',
    'kube-system/metrics-server',
    'kube-system/eks-pod-identity-agent',
    'kube-system/eks-node-monitoring-agent',
    'kube-system/ebs-csi-controller',
    'kube-system/ebs-csi-node*',
    'kube-system/efs-csi-controller',
    'kube-system/efs-csi-node*',
    'kube-system/snapshot-controller',
  ],
  access: [
    ...OF_KUBERNETES.access,
    'eks:*',
    'kube-system/eks:*',
    'kube-system/eks-vpc-resource-controller-*',
    'vpc-resource-controller-*',
    'aws-node',
    'ebs-csi-*',
    'kube-system/ebs-csi-*',
    'efs-csi-*',
  ],
  accounts: [
    ...OF_KUBERNETES.accounts,
    'kube-system/aws-node',
    'kube-system/coredns',
    'kube-system/kube-proxy',
    'kube-system/eks-*',
    'kube-system/ebs-csi-*',
    'kube-system/efs-csi-*',
  ],
  webhooks: ['pod-identity-webhook', 'vpc-resource-mutating-webhook', 'vpc-resource-validating-webhook', 'eks-*'],
  others: {
    ...OF_KUBERNETES.others,
    ConfigMap: [
      ...OF_KUBERNETES.others.ConfigMap,
      'kube-system/amazon-vpc-cni',
      'kube-system/coredns',
      'kube-system/kube-proxy',
      'kube-system/kube-proxy-config',
    ],
  },
}
