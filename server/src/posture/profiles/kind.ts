import { OF_KUBEADM } from './kubeadm.ts'
import type { Profile } from './profile.ts'

/** Source: kind, "Design: Node Image" and the manifests in its node image (kindnet as network, local-path-provisioner as storage). */
export const kind: Profile = {
  name: 'kind',
  distributions: ['kind', 'Docker Desktop'],
  workloads: [...OF_KUBEADM.workloads, 'kube-system/kindnet', 'local-path-storage/local-path-provisioner'],
  access: [...OF_KUBEADM.access, 'kindnet', 'local-path-provisioner-*', 'local-path-storage/local-path-provisioner-*'],
  accounts: [
    ...OF_KUBEADM.accounts,
    'kube-system/kindnet',
    'local-path-storage/default',
    'local-path-storage/local-path-provisioner-service-account',
  ],
  webhooks: [],
  others: {
    ...OF_KUBEADM.others,
    Namespace: [...OF_KUBEADM.others.Namespace, 'local-path-storage'],
    ConfigMap: [...OF_KUBEADM.others.ConfigMap, 'local-path-storage/local-path-config'],
  },
}
