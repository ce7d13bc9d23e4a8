import type { ReactNode } from 'react'
import classes from './expansion.module.css'

/** Stands around a table whose rows expand: tells how wide an expansion may be. */
export function ExpansionRoom({ children }: { readonly children: ReactNode }) {
  return <div className={classes.room}>{children}</div>
}

/** What a row expands to. */
export function Expansion({ children }: { readonly children: ReactNode }) {
  return <div className={classes.expansion}>{children}</div>
}
