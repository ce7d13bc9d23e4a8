/** Who asks. What they may see is decided by `visibleTo`, nowhere else. */
export interface Viewer {
  /** Such as `session` or the token's name. */
  readonly name: string
  readonly kind: 'SESSION' | 'TOKEN'
  readonly role: 'VIEWER' | 'OPERATOR' | 'ADMINISTRATOR'
  /** Undefined: everything. */
  readonly scope: ViewerScope | undefined
  readonly expiresAt: Date | undefined
  /** How it is named in audit rows. */
  readonly actor: string
  /** Of its token or session; no other one ever had it. */
  readonly id: string
  /** Where the request came from. */
  readonly address: string
}

export interface ViewerScope {
  readonly clusters: readonly string[] | undefined
  readonly namespaces: readonly string[] | undefined
  readonly registries: readonly string[] | undefined
}
