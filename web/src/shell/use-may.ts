import { useQuery } from 'urql'
import type { Scalar } from '../api/graphql.ts'
import { ViewerQuery } from './viewer-query.ts'

type Role = Scalar<'Role'>

const RANK: Readonly<Record<Role, number>> = { VIEWER: 0, OPERATOR: 1, ADMINISTRATOR: 2 }

/** Whether who is signed in has this role or a higher one: what they may not do is not offered. */
export function useMay(role: Role): boolean {
  const own = useRole()
  return own !== undefined && RANK[own] >= RANK[role]
}

/** The role of who is signed in; undefined until it is known. */
export function useRole(): Role | undefined {
  const [{ data }] = useQuery({ query: ViewerQuery })
  return data?.viewer.role
}
