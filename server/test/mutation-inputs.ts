import { encodeId } from '@breakwater/schema/ids.ts'

/** What a mutation is pointed at: a cluster, and the marks of what is in it (`a` or `b`, of shares.ts). */
export interface MutationTarget {
  readonly uid: string
  readonly places: 'a' | 'b'
}

/** An input of every mutation. A mutation that does not stand here fails the run. */
export const INPUTS: Readonly<Record<string, (target: MutationTarget) => object>> = {
  testClusterConnection: () => ({ connection: { context: 'none' } }),
  connectCluster: () => ({ connection: { context: 'none' } }),
  replaceClusterCredential: ({ uid }) => ({ cluster: clusterId(uid), connection: { context: 'none' } }),
  renameCluster: ({ uid }) => ({ cluster: clusterId(uid), name: 'renamed' }),
  setClusterRegion: ({ uid }) => ({ cluster: clusterId(uid), region: 'elsewhere' }),
  removeCluster: ({ uid }) => ({ cluster: clusterId(uid) }),
  loadSampleCluster: () => ({}),
  playNextDay: () => ({}),
  allowExecCommand: () => ({ context: 'none', hash: 'none' }),
  withdrawExecCommand: () => ({ context: 'none' }),
  createRegionGroup: () => ({ name: 'group', regions: ['somewhere'] }),
  updateRegionGroup: ({ places }) => ({ regionGroup: encodeId('RegionGroup', `zqgroup${places}`), name: 'group' }),
  deleteRegionGroup: ({ places }) => ({ regionGroup: encodeId('RegionGroup', `zqgroup${places}`) }),
  updateSetting: () => ({ name: 'retention.days', value: '7' }),
  updateSchedule: () => ({ kind: 'CONTAINER_ASSET_SYNC', enabled: false }),
  logOut: () => ({}),
  synchronizeAssets: ({ uid }) => ({ clusters: [clusterId(uid)] }),
  analyzeExposure: ({ uid }) => ({ clusterIds: [clusterId(uid)] }),
  checkConfiguration: ({ uid }) => ({ clusterIds: [clusterId(uid)] }),
  createCheck: () => ({ title: 'Ours', severity: 'LOW', kinds: ['Service'], expression: 'true' }),
  updateCheck: () => ({ check: encodeId('Check', 'CU-001'), title: 'Ours' }),
  deleteCheck: () => ({ check: encodeId('Check', 'CU-001') }),
  importNodeReport: ({ uid, places }) => ({
    cluster: clusterId(uid),
    report: JSON.stringify({ format: 'breakwater.node/v1', node: `zq${places}0-node`, complete: true }),
  }),
  deleteNodeReport: ({ uid, places }) => ({ nodeReport: encodeId('NodeReport', `JOB/${uid}/zq${places}0-node`) }),
  cancelTask: ({ places }) => ({ task: encodeId('Task', `zq${places}0-task`) }),
  retryTask: ({ places }) => ({ task: encodeId('Task', `zq${places}0-task`) }),
  createWaiver: ({ uid }) => ({
    target: { kind: 'CONFIGURATION', cluster: clusterId(uid) },
    reason: 'known',
    owner: 'team',
    until: '2099-01-01T00:00:00Z',
  }),
  endWaiver: ({ places }) => ({ waiver: encodeId('Waiver', `zq${places}1-waiver`) }),
  createToken: () => ({ name: 'another', role: 'VIEWER' }),
  revokeToken: () => ({ token: encodeId('Token', 'zqall-token') }),
  createLoginLink: () => ({ name: 'another', role: 'VIEWER' }),
  revokeSession: () => ({ session: encodeId('Session', 'zqall-session') }),
  createDownload: ({ uid }) => ({
    list: 'workloads',
    format: 'CSV',
    filter: JSON.stringify({ scope: { clusters: [clusterId(uid)] } }),
  }),
  saveView: () => ({ list: 'workloads', name: 'kept', query: 'text=web' }),
  updateView: () => ({ view: encodeId('SavedView', 'zqall-savedview'), name: 'renamed' }),
  deleteView: () => ({ view: encodeId('SavedView', 'zqall-savedview') }),
}

function clusterId(uid: string): string {
  return encodeId('Cluster', uid)
}
