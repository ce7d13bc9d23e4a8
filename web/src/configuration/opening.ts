/** What the list of results opens with: what is wrong and comes first. Hundreds of smaller things would hide it. */
export const OPENING = { priorities: 'HIGH', results: 'FAIL' } as const
