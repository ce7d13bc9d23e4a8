import type { Pod } from '../model.ts'
import { ANYWHERE, isNowhere, type SourceSet, sourcesOfAll } from '../sources.ts'

/** A pod whose address is not known has some IPv4 address: only what covers them all covers it for sure. */
const UNKNOWN_ADDRESS: SourceSet = { v4: ANYWHERE.v4, v6: [] }

/** The addresses that others see it come with. */
export function addressesOf(pod: Pod): readonly string[] {
  return pod.hostNetwork ? (pod.hostIps.length > 0 ? pod.hostIps : pod.ips) : pod.ips
}

export function sourcesOfPod(pod: Pod): SourceSet {
  const addresses = sourcesOfAll(addressesOf(pod))
  return isNowhere(addresses) ? UNKNOWN_ADDRESS : addresses
}
