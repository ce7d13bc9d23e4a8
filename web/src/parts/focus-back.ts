import { useLayoutEffect } from 'react'

/**
 * Gives the focus back to what had it before, once `opened` ends: what was opened by it is gone then. The library's own way back knows only
 * what had the focus when something that was there already was opened; ours come when they are needed.
 */
export function useFocusBack(opened: boolean): void {
  useLayoutEffect(() => {
    if (!opened) return
    const opener = document.activeElement
    return () => {
      if (opener instanceof HTMLElement) setTimeout(() => opener.focus({ preventScroll: true }))
    }
  }, [opened])
}
