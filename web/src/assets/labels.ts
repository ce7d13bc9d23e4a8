import type { FilterDefinition } from '../list/filters.ts'

/** The filter by labels, such as `app=web`, or `app` for any value. Source: Kubernetes, "Labels and Selectors". */
export const labelsFilter = {
  kind: 'values',
  label: 'asset.labels',
  labels: true,
  pattern: /^(?:[a-z0-9.-]{1,253}\/)?[A-Za-z0-9][\w.-]{0,62}(?:=[\w.-]{0,63})?$/,
  rare: true,
} as const satisfies FilterDefinition
