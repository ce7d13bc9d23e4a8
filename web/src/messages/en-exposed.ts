/** Texts of where exposures show: marks of containers, sections of details, the block of a cluster, tasks. */
export const exposed = {
  'exposed.exposed': 'Exposed',
  'exposed.verdict': 'Exposed, verdict',
  'exposed.filter': 'Exposed',
  'exposed.notAnalyzed':
    'What leads to it is not known until its cluster was analyzed: start an Exposure Analysis there.',
  'exposed.markOf': '{verdict}: ways in to {name}',
  'exposed.waysTo': 'Ways in to {name}',
  'exposed.none': 'No way in was found.',
  'exposed.analyzed': 'Analyzed',
  'exposed.notYet': 'Not analyzed yet',
  'exposed.since': 'first seen',
  'exposed.port': 'Port {port}/{protocol}',
  'exposed.anyPort': 'Port not known',
  'exposed.intended': 'Intended',
  'exposed.open': 'Open the exposure',
  'exposed.openOf': 'Open the exposure of {port}, {verdict}',
  'exposed.more': { one: 'All {count} way in', other: 'All {count} ways in' },
  'exposed.section': 'Exposures',

  'exposed.block': 'Exposure',
  'exposed.blockAdvice':
    'What of this cluster is reached from outside is not known: that is not the same as nothing. An analysis runs after each synchronization, or now.',
  'exposed.waysIn': { one: ' way in', other: ' ways in' },
  'exposed.containers': { one: '{count} exposed container', other: '{count} exposed containers' },
  'exposed.workloads': { one: '{count} exposed workload', other: '{count} exposed workloads' },
  'exposed.entryPoints': { one: '{count} entry point', other: '{count} entry points' },
  'exposed.intendedCount': { one: '{count} intended', other: '{count} intended' },
  'exposed.notSeen': 'Could not be looked at:',

  'exposed.analyze': 'Exposure Analysis',
  'exposed.analyzeRunning': 'Exposure Analysis: {shown}',
  'exposed.analyzeAll': 'All clusters',
  'exposed.analyzeOne': 'Only {name}',
  'exposed.started': 'The exposure analysis has started. Follow it in Task Management.',
} as const
