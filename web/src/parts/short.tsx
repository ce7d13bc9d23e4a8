import classes from './short.module.css'

/** A text of any length in a cell: cut at `width`, a CSS length, and whole on hover. */
export function Short({ width, children }: { readonly width: string; readonly children: string }) {
  return (
    <span className={classes.short} style={{ maxWidth: width }} title={children}>
      {children}
    </span>
  )
}
