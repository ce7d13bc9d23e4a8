import { useCallback, useEffect, useRef } from 'react'

/**
 * Reads anew: at once, or as soon as the reading that is under way has ended. That one may have begun before what is to be seen, and
 * the client sends no second one beside it.
 */
export function useReadAgain(isReading: boolean, read: () => void): () => void {
  const isDue = useRef(false)
  const latest = useRef({ isReading, read })
  latest.current = { isReading, read }
  useEffect(() => {
    if (isReading || !isDue.current) return
    isDue.current = false
    latest.current.read()
  }, [isReading])
  return useCallback(() => {
    if (latest.current.isReading) isDue.current = true
    else latest.current.read()
  }, [])
}
