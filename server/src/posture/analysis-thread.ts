import { servePosture } from './posture-thread.ts'
import { RULES } from './rules/list-of-rules.ts'

servePosture(RULES)
