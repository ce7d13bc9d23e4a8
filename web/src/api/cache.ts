import { type Cache, cacheExchange, type KeyingConfig, type UpdatesConfig } from '@urql/exchange-graphcache'

/** The normalised cache: an object with an id is one object on every page, so a change from anywhere shows everywhere. */
export function createCache() {
  return cacheExchange({ keys, updates })
}

const embedded = () => null

/** Types that are no nodes: parts of their parent, or named by something else than an id. */
const keys: KeyingConfig = {
  ...Object.fromEntries(
    [
      'PageInfo',
      'Label',
      'AssetCount',
      'RiskKindCount',
      'RiskSummary',
      'ExposureSummary',
      'ExposureVerdictCount',
      'CoverageSummary',
      'Coverage',
      'KindWatch',
      'ClusterWatch',
      'HistoryEntry',
      'TaskCause',
      'TaskItemCounts',
      'TaskItemResult',
      'ContainerPort',
      'ServicePort',
      'ImageInUse',
      'KubeconfigContext',
      'ExecCommand',
      'ExecVariable',
      'ConnectionTest',
      'ConnectionStep',
      'ConnectionKind',
      'Viewer',
      'Status',
      'UserError',
      'WaiverPreview',
      'Change',
      'ChangeBatch',
      'ChangedField',
      'TaskChange',
      'ChangeSummary',
      'Analysis',
      'SearchGroup',
      'SearchResult',
      'AccessScope',
      'AuditEntry',
      'AuditDetail',
      'Difference',
      'DifferenceCount',
      'Download',
      'ExposureEntry',
      'ExposureService',
      'ExposureReason',
      'ExposureAdvice',
      'ExposureHop',
      'PolicyEvidence',
      'ObjectReference',
      'ExposureSimulation',
      'SimulatedExposure',
      'ExposureNarrowing',
      'SimulatedBreakage',
      'SimulatedPatch',
      'SimulationRefusal',
      'Reachability',
      'DecidingPolicy',
      // What it says of clusters is said of the scope that it was asked for by.
      'Check',
      'CheckRequirement',
      'CheckSource',
      'CheckPreview',
      'CheckPreviewMatch',
      'Framework',
      'FrameworkRequirement',
      'WhoCanAnswer',
      'WhatCanAnswer',
      'RightsGrant',
      'RightsSubject',
      'HeldRight',
      'UnreadKind',
      'CheckMending',
      'CheckSummary',
      'CheckSeverityCount',
      'CheckPriorityCount',
      'Benchmark',
      'BenchmarkSection',
      'BenchmarkCheck',
      'BenchmarkCounts',
      'BenchmarkNodes',
      'NodeJob',
      'NodeReportImport',
      'ReplacedNodeReport',
      ...[
        'Cluster',
        'Namespace',
        'ClusterNode',
        'Workload',
        'Pod',
        'Container',
        'Service',
        'ImageInUse',
        'Risk',
        'Waiver',
        'Task',
        'TaskItem',
        'Coverage',
        'HistoryEntry',
        'Token',
        'Session',
        'AuditEntry',
        'Difference',
        'SavedView',
        'Exposure',
        'ExposureEntryPoint',
        'ExposedWorkload',
        'Check',
        'CheckResult',
        'CheckedObject',
        'NodeReport',
      ].map((type) => `${type}Connection`),
    ].map((type) => [type, embedded]),
  ),
  Schedule: (schedule) => nameOf(schedule['kind']),
  TaskKindInfo: (kind) => nameOf(kind['kind']),
  Setting: (setting) => nameOf(setting['name']),
  ExposedWorkload: (exposed) => nameOf(exposed['workloadId']),
  ExposureEntryPoint: (entryPoint) => nameOf(entryPoint['key']),
}

/** A rule of one's own is judged anew. */
const RULE_FIELDS = ['checks', 'frameworks', 'tasks', 'taskKinds']

/** Lists that a mutation changes beyond the objects in its payload are read again. */
const updates: UpdatesConfig = {
  Mutation: {
    connectCluster: (_result, _args, cache) => forget(cache, ['clusters', 'assetCounts', 'regions', 'coverage']),
    loadSampleCluster: (_result, _args, cache) => forget(cache, ['clusters', 'assetCounts', 'regions']),
    removeCluster: (_result, _args, cache) => forget(cache, ['clusters', 'assetCounts', 'regions']),
    setClusterRegion: (_result, _args, cache) => forget(cache, ['regions']),
    createRegionGroup: (_result, _args, cache) => forget(cache, ['regionGroups']),
    deleteRegionGroup: (_result, _args, cache) => forget(cache, ['regionGroups']),
    createCheck: (_result, _args, cache) => forget(cache, RULE_FIELDS),
    updateCheck: (_result, _args, cache) => forget(cache, RULE_FIELDS),
    deleteCheck: (_result, _args, cache) => forget(cache, RULE_FIELDS),
    createWaiver: (_result, _args, cache) => forget(cache, ['waivers', 'risks', 'assetCounts']),
    endWaiver: (_result, _args, cache) => forget(cache, ['waivers', 'risks', 'assetCounts']),
    checkConfiguration: (_result, _args, cache) => forget(cache, ['tasks', 'taskKinds']),
    analyzeExposure: (_result, _args, cache) => forget(cache, ['tasks', 'taskKinds']),
    synchronizeAssets: (_result, _args, cache) => forget(cache, ['tasks', 'taskKinds']),
    importNodeReport: (_result, _args, cache) => forget(cache, ['nodeReports', 'benchmark']),
    deleteNodeReport: (_result, _args, cache) => forget(cache, ['nodeReports', 'benchmark']),
    createToken: (_result, _args, cache) => forget(cache, ['tokens']),
    revokeToken: (_result, _args, cache) => forget(cache, ['tokens']),
    revokeSession: (_result, _args, cache) => forget(cache, ['sessions']),
    saveView: (_result, _args, cache) => forget(cache, ['savedViews']),
    deleteView: (_result, _args, cache) => forget(cache, ['savedViews']),
    playNextDay: (_result, _args, cache) => forget(cache, ['tasks', 'taskKinds']),
  },
}

function forget(cache: Cache, names: readonly string[]): void {
  for (const field of cache.inspectFields('Query')) {
    if (names.includes(field.fieldName)) cache.invalidate('Query', field.fieldName, field.arguments ?? undefined)
  }
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
