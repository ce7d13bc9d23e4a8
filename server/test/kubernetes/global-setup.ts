import type { TestProject } from 'vitest/node'
import { findBinaries } from './binaries.ts'
import { startControlPlane } from './control-plane.ts'
import type {} from './provided.ts'

/** A real control plane that ends with the run. */
export default async function setup(project: TestProject) {
  const binaries = await findBinaries(console.log)
  const { server, stop } = await startControlPlane(binaries)
  console.log(`kube-apiserver ${server.version} with etcd ${server.etcdVersion}`)
  project.provide('kubernetes', server)
  return stop
}
