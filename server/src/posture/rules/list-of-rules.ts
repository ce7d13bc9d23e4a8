import type { Rule } from '../rule.ts'
import { privilegedContainer } from './kc-001-privileged-container.ts'

/** All rules, by their ids. */
export const RULES: readonly Rule[] = [privilegedContainer]
