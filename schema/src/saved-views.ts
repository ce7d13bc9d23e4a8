import { savedView } from '@breakwater/drizzle/tables/access.ts'
import { eq, or, type SQL } from 'drizzle-orm'
import type { SavedViewRow } from './refs.ts'
import type { Viewer } from './viewer.ts'
import { sightOf } from './visible.ts'

/**
 * Whose a view is. Not the viewer's `actor`, which for a browser names one session: a view outlives that, and is there again for
 * the next one that is opened under the same name.
 */
export function ownerOf(viewer: Viewer): string {
  return `${viewer.kind.toLowerCase()}:${viewer.name}`
}

/** Which views a viewer sees: their own, and, without a scope, shared ones, whose names and filters may tell of anything. */
export function visibleView(viewer: Viewer): SQL | undefined {
  const own = eq(savedView.owner, ownerOf(viewer))
  return sightOf(viewer) ? own : or(own, eq(savedView.shared, true))
}

/** Whether the viewer may change or delete a view that they see. */
export function mayChange(viewer: Viewer, view: SavedViewRow): boolean {
  return view.owner === ownerOf(viewer) || viewer.role === 'ADMINISTRATOR'
}
