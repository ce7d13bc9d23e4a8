import type { VersionFixture } from './fixture.ts'
import { V1_30, V1_31, V1_32, V1_33 } from './versions-1.30-to-1.33.ts'
import { LATER, V1_34, V1_35, V1_36, V1_37 } from './versions-1.34-to-1.37.ts'

/**
 * What came, changed its form or went between two versions of Kubernetes, beside one object of every kind. Written from the Go types
 * of k8s.io/api at the version that each names; all but those of the version that is still to come decode strictly into these types,
 * without a field that is unknown.
 */
export const VERSIONS: readonly VersionFixture[] = [V1_30, V1_31, V1_32, V1_33, V1_34, V1_35, V1_36, V1_37, LATER]
