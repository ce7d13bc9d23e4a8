import type { VariablesOf } from 'gql.tada'
import type { TestClusterConnectionMutation } from './connection-queries.ts'

export type SourceWay = 'context' | 'inCluster' | 'kubeconfig' | 'snapshot' | 'folder'
export type Connection = VariablesOf<typeof TestClusterConnectionMutation>['input']['connection']

export interface SnapshotFile {
  readonly name: string
  readonly text: string
}

/** What was entered so far of how to read a cluster. */
export interface SourceDraft {
  readonly way: SourceWay
  readonly context: string | null
  readonly kubeconfig: string
  readonly kubeconfigContext: string
  readonly snapshotName: string
  readonly files: readonly SnapshotFile[]
  readonly path: string
}

export const emptySource: SourceDraft = {
  way: 'context',
  context: null,
  kubeconfig: '',
  kubeconfigContext: '',
  snapshotName: '',
  files: [],
  path: '',
}

/** The draft as the API takes it; undefined while something needed is missing. */
export function connectionOf(draft: SourceDraft): Connection | undefined {
  const name = draft.snapshotName.trim()
  switch (draft.way) {
    case 'context':
      return draft.context === null ? undefined : { context: draft.context }
    case 'inCluster':
      return { inCluster: true }
    case 'kubeconfig': {
      if (draft.kubeconfig.trim() === '') return undefined
      const context = draft.kubeconfigContext.trim()
      return { kubeconfig: { text: draft.kubeconfig, ...(context !== '' && { context }) } }
    }
    case 'snapshot':
      if (name === '' || draft.files.length === 0) return undefined
      return { snapshot: { name, files: draft.files.map((file) => ({ name: file.name, text: file.text })) } }
    case 'folder':
      if (name === '' || draft.path.trim() === '') return undefined
      return { snapshotPath: { name, path: draft.path.trim() } }
  }
}

/** A first name for the cluster, from what was chosen. */
export function suggestedName(draft: SourceDraft): string {
  switch (draft.way) {
    case 'context':
      return draft.context ?? ''
    case 'inCluster':
      return 'in-cluster'
    case 'kubeconfig':
      return draft.kubeconfigContext.trim()
    case 'snapshot':
    case 'folder':
      return draft.snapshotName.trim()
  }
}
