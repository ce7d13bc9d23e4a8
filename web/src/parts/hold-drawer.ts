import { createContext, type Dispatch, type SetStateAction, useContext, useEffect } from 'react'

/** How many dialogs stand over the drawer that they belong to; undefined outside of drawers. */
export const DrawerHolds = createContext<Dispatch<SetStateAction<number>> | undefined>(undefined)

/** For as long as what calls it is shown, Escape is not meant for the drawer below it. */
export function useHoldDrawer(): void {
  const setHolds = useContext(DrawerHolds)
  useEffect(() => {
    setHolds?.((holds) => holds + 1)
    return () => setHolds?.((holds) => holds - 1)
  }, [setHolds])
}
