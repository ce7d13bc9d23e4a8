import { builder } from '../builder.ts'
import { describedEnum } from './described-enum.ts'

export const RiskKind = describedEnum('RiskKind', 'What sort of thing is wrong.', {
  VULNERABILITY: 'A package with a known vulnerability.',
  BASELINE: 'An image that departs from a hardening baseline.',
  MALWARE: 'A malicious file.',
  SECRET: 'A credential where it does not belong.',
  BUILD: 'A risky instruction in how an image is built.',
  CONFIGURATION: 'A risky setting of a cluster or of an object in it.',
  EXPOSURE: 'A container port that can be reached.',
  ALERT: 'Something suspicious that happened.',
})

export const Severity = describedEnum('Severity', 'How bad a risk is.', {
  CRITICAL: 'As bad as it gets.',
  HIGH: 'Bad.',
  MEDIUM: 'Of some weight.',
  LOW: 'Of little weight.',
  UNKNOWN: 'Nobody has said.',
})

export const Priority = describedEnum('Priority', 'What to do first.', {
  HIGH: 'Now. An asset with an open, unwaived risk of this priority is at risk, unless the settings say otherwise.',
  MEDIUM: 'Next.',
  LOW: 'When there is time.',
})

export const RiskState = describedEnum('RiskState', 'Whether a risk is still there.', {
  OPEN: 'It was there at the last analysis.',
  RESOLVED: 'The last analysis no longer found it.',
})

export const AssetType = builder.enumType('AssetType', {
  description: 'The types of assets that a risk can hang on.',
  values: {
    CLUSTER: { value: 'Cluster', description: 'A cluster as a whole.' },
    NAMESPACE: { value: 'Namespace', description: 'A namespace.' },
    CLUSTER_NODE: { value: 'ClusterNode', description: 'A node of a cluster.' },
    WORKLOAD: { value: 'Workload', description: 'A workload.' },
    POD: { value: 'Pod', description: 'A pod.' },
    CONTAINER: { value: 'Container', description: 'A container.' },
    SERVICE: { value: 'Service', description: 'A service.' },
    IMAGE: { value: 'Image', description: 'An image.' },
  } as const,
})
