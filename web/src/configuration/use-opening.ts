import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs'
import { useEffect, useState } from 'react'
import { useListUrl } from '../list/url-state.ts'
import { checkResultList } from './check-result-list.ts'
import { OPENING } from './opening.ts'

const parsers = { priorities: parseAsArrayOf(parseAsString), results: parseAsArrayOf(parseAsString) }

/** An address that asks for nothing opens with what comes first, once: whoever takes the filters away then sees all. True when that is done. */
export function useOpening(): boolean {
  const { filters, orderFields, defaultOrder } = checkResultList
  const { query, position } = useListUrl(filters, orderFields, defaultOrder)
  const [, setAsked] = useQueryStates(parsers, { history: 'replace' })
  const isBare = query === '' && position.after === null && position.before === null
  const [isDone, setIsDone] = useState(!isBare)
  useEffect(() => {
    if (isDone) return
    if (isBare) void setAsked({ priorities: [OPENING.priorities], results: [OPENING.results] })
    else setIsDone(true)
  }, [isDone, isBare, setAsked])
  return isDone
}
