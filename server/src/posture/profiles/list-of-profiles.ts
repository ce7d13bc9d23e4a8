import { ack } from './ack.ts'
import { aks } from './aks.ts'
import { eks } from './eks.ts'
import { gke } from './gke.ts'
import { k3s } from './k3s.ts'
import { kind } from './kind.ts'
import { kubeadm } from './kubeadm.ts'
import type { Profile } from './profile.ts'

export const PROFILES: readonly Profile[] = [ack, aks, eks, gke, k3s, kind, kubeadm]

/** Undefined where nothing is known of what the distribution brings. */
export function profileOf(distribution: string): Profile | undefined {
  return PROFILES.find(({ distributions }) => distributions.includes(distribution))
}
