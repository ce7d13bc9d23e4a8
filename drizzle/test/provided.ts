/** What the global set-ups hand to tests. */
declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated data folder to copy from: a first start takes seconds, a copy milliseconds. */
    embeddedTemplate: string
    /** The URL of a server, and the name of a migrated database on it to copy from. */
    postgres: { readonly url: string; readonly template: string }
  }
}

export {}
