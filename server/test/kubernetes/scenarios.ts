import type { Scenario } from './scenario.ts'
import { ACCESS } from './scenarios/access.ts'
import { CUSTOM } from './scenarios/custom.ts'
import { DISCOVERY } from './scenarios/discovery.ts'
import { EXPIRED } from './scenarios/expired.ts'
import { LISTS } from './scenarios/lists.ts'
import { WATCHES } from './scenarios/watches.ts'

/** Everything that is recorded. */
export const SCENARIOS: readonly Scenario[] = [LISTS, EXPIRED, WATCHES, ACCESS, DISCOVERY, CUSTOM]
