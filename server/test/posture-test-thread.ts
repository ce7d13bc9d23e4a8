import { servePosture } from '../src/posture/posture-thread.ts'
import { TEST_RULES } from './posture-rules.ts'

/** The thread that judges, with the rules of tests. */
servePosture(TEST_RULES)
